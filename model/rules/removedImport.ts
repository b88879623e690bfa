import type { ImportSite } from "./code/codeIndex.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Fix } from "./finding.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { movedTo } from "./code/removedImports.ts";

/** An import that does not exist in Airflow 3 any more. */
export const removedImport: Rule = {
  code: "removed-import",
  summary: "An import does not exist in Airflow 3, or in newer packages of a provider.",
  why: "The file stops at this line, and none of its DAGs is loaded.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`EmptyOperator(task_id="load")`).replace(
          "from airflow.providers.standard.operators.empty import EmptyOperator",
          "from airflow.providers.standard.operators.empty import EmptyOperator\nfrom airflow.utils.dates import <|days_ago|>",
        ),
      },
      {
        text: `from airflow.operators.bash_operator import <|BashOperator|>\n`,
        fixed: `from airflow.providers.standard.operators.bash import BashOperator\n`,
      },
      {
        text: `from airflow.operators.dummy import <|DummyOperator|>\n`,
      },
      {
        text: `from airflow.operators.python import <|task|>\n`,
        fixed: `from airflow.sdk import task\n`,
      },
      {
        text: `from airflow.providers.postgres.operators.postgres import <|PostgresOperator|>\n`,
      },
      {
        airflow: 2,
        text: `from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import <|KubernetesPodOperator|>\n`,
        fixed: `from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n`,
      },
    ],
    clean: [
      { text: `from airflow.operators.bash import BashOperator\n` },
      { airflow: 2, text: `from airflow.utils.dates import days_ago\n` },
      {
        text: `try:\n    from airflow.sdk import chain\nexcept ImportError:\n    from airflow.utils.helpers import chain\n`,
      },
    ],
  }),
  *check(input) {
    const severity = mayBeForAirflow2(input) ? "warning" : "error";
    for (const site of input.code.imports) {
      // What stands in a try, in a version check or in a task that may never run is expected to fail.
      if (site.place.guarded || !site.place.runsOnLoad) continue;
      const move = movedTo(site.module, site.name?.name);
      if (!move || (input.airflow === 2 && !move.ofProvider)) continue;
      const shown = site.name ? `${site.name.name} of ${site.module}` : site.module;
      yield {
        span: { file: input.file, ...site.span },
        message: move.ofProvider
          ? `${shown} does not exist in newer packages. ${move.advice}`
          : `${shown} does not exist in Airflow 3. ${move.advice}`,
        // Those who stay with Airflow 2 often stay with the packages of its time.
        severity: move.ofProvider ? (input.airflow === 2 ? "info" : "warning") : severity,
        fixes: fixes(site, move.module, move.name, input),
      };
    }
  },
};

/** Where the name alone is imported, its module is replaced. */
function fixes(
  { node, name, span }: ImportSite,
  module: string | undefined,
  newName: string | undefined,
  { file }: RuleInput,
): readonly Fix[] {
  if (module === undefined || node.kind !== "ImportFrom" || node.names.length !== 1 || !name)
    return [];
  // With another name every use would have to change.
  if (newName !== undefined && newName !== name.name) {
    const alias = node.names[0]?.alias;
    const written = alias ? `${newName} as ${alias.name}` : `${newName} as ${name.name}`;
    return [fix(module, [place(node.moduleSpan, module), place(span, written)])];
  }
  return [fix(module, [place(node.moduleSpan, module)])];

  function place(
    at: { readonly start: number; readonly end: number },
    newText: string,
  ): Fix["edits"][number] {
    return { span: { file, start: at.start, end: at.end }, newText };
  }
}

function fix(module: string, edits: Fix["edits"]): Fix {
  return { title: `Import from ${module}`, edits, preferred: true };
}
