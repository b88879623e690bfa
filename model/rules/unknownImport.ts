import { nearest } from "../text/nearest.ts";
import type { ImportFrom } from "../python/syntax.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { usesOf } from "./code/usesOf.ts";
import { homeOf, modulesIn, namesIn } from "./code/importNames.ts";
import { exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const dag = `
with DAG("etl", schedule=None):
    pass
`;

/** A misspelt module or name of Airflow in an import. */
export const unknownImport: Rule = {
  code: "unknown-import",
  summary: "An import from Airflow is misspelt, or from a module that does not have it.",
  why: "Python stops at this line, and none of the file's DAGs is loaded.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(
          `from airflow.operators.python import <|PythonVirtualenvOperatr|>\n${dag}`,
        ),
        fixed: exampleFile(`from airflow.operators.python import PythonVirtualenvOperator\n${dag}`),
      },
      {
        text: exampleFile(`from airflow.utils.<|task_groups|> import TaskGroup\n${dag}`),
        fixed: exampleFile(`from airflow.utils.task_group import TaskGroup\n${dag}`),
      },
      {
        airflow: 2,
        text: `from airflow import DAG\nfrom airflow.utils.dates import <|day_ago|>\n${dag.replace("None", "None, start_date=day_ago(2)")}`,
        fixed: `from airflow import DAG\nfrom airflow.utils.dates import days_ago\n${dag.replace("None", "None, start_date=days_ago(2)")}`,
      },
      {
        text: exampleFile(`from airflow.operators.python import <|BashOperator|>\n${dag}`),
        fixed: exampleFile(
          `from airflow.providers.standard.operators.bash import BashOperator\n${dag}`,
        ),
      },
      {
        airflow: 2,
        text: `from airflow import DAG\nfrom airflow.operators import <|BashOperator|>\n${dag}`,
        fixed: `from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n${dag}`,
      },
      { text: `from airflow.sdk import DAG, <|PythonOperator|>, <|days_ago|>\n${dag}` },
      {
        text: `from airflow import DAG, <|task|>\n${dag.replace("pass", "@task\n    def load():\n        ...\n    load()")}`,
      },
    ],
    clean: [
      { text: exampleFile(`from airflow.operators.bash import BashOperator\n${dag}`) },
      { text: exampleFile(`from airflow.models import dagbag, xcom\n${dag}`) },
      {
        text: exampleFile(
          `try:\n    from airflow.utils.task_groups import TaskGroup\nexcept ImportError:\n    TaskGroup = None\n${dag}`,
        ),
      },
    ],
  }),
  *check({ code, file, airflow, module: tree }) {
    const told = new Set<number>();
    for (const { module, name, node, span, place } of code.imports) {
      if (place.guarded || !place.runsOnLoad || node.kind !== "ImportFrom") continue;
      // Of Airflow 3 alone is said elsewhere what Airflow 2 lacks, and the other way round.
      if (module === "airflow.sdk" && airflow === 2) continue;
      if (module === "airflow.utils.dates" && airflow === 3) continue;
      const last = module.slice(module.lastIndexOf(".") + 1);
      const siblings = modulesIn(module.slice(0, -last.length - 1));
      const meant = slip(last, siblings);
      if (meant !== undefined && !old.test(last)) {
        const end = node.moduleSpan.end;
        if (told.has(end)) continue;
        told.add(end);
        yield misspelt({ file, start: end - last.length, end }, module, last, meant);
        continue;
      }
      const home =
        name && isUsed(name.name, module, code)
          ? homeOf(name.name, module, airflow === 3)
          : undefined;
      if (name && home !== undefined) {
        const at = { file, start: span.start, end: span.start + name.name.length };
        yield elsewhere(at, name.name, node, home);
        continue;
      }
      if (name && isNotInSdk(name.name, module)) {
        const at = { file, start: span.start, end: span.start + name.name.length };
        const near = slip(name.name, namesIn(module));
        if (near === undefined) {
          const isDaysAgo = name.name === "days_ago";
          yield {
            span: at,
            message: isDaysAgo
              ? 'airflow.sdk has no "days_ago". Write a fixed date, such as pendulum.datetime(2024, 1, 1, tz="UTC").'
              : `airflow.sdk of Airflow 3.3 has no "${name.name}".`,
            // A newer Airflow may have more.
            severity: isDaysAgo ? "error" : "warning",
          };
          continue;
        }
      }
      // What is imported from a package may be a module of it.
      const near =
        name && modulesIn(module)?.includes(name.name) !== true
          ? slip(name.name, namesIn(module))
          : undefined;
      // The names of an old module may have been others.
      if (!name || near === undefined || near.length < 3) continue;
      const at = { file, start: span.start, end: span.start + name.name.length };
      // What is imported under its own name is used under it, too.
      const isOwn = node.names.every(
        ({ name: { start }, alias }) => start !== name.start || !alias,
      );
      const uses = isOwn ? usesOf(name.name, tree) : [];
      yield misspelt(at, `${module}.${name.name}`, name.name, near, uses);
    }
  },
};

/** Modules of the task SDK that `dir()` does not show before they are imported. */
const sdkModules = /^(crypto|types|log|lineage|providers_manager_runtime|module_loading)$/;

function isNotInSdk(name: string, module: string): boolean {
  return (
    module === "airflow.sdk" &&
    name !== "*" &&
    !sdkModules.test(name) &&
    namesIn(module)?.includes(name) === false
  );
}

/** `airflow.task` is a module as well: what is decorated with it is meant for the decorator. */
function isUsed(name: string, module: string, code: CodeIndex): boolean {
  if (module !== "airflow" || name !== "task") return true;
  return code.functions.some(({ node }) =>
    node.decorators.some((each) => {
      const path = code.pathOf(each.kind === "Call" ? each.callee : each);
      return path === "airflow.task" || path?.startsWith("airflow.task.") === true;
    }),
  );
}

/** What is imported from the wrong module; where it is imported alone, the module is put right. */
function elsewhere(
  span: RawFinding["span"],
  name: string,
  { names, moduleSpan, module }: ImportFrom,
  home: string,
): RawFinding {
  const at = { file: span.file, start: moduleSpan.start, end: moduleSpan.end };
  return {
    span,
    message:
      module === "airflow" && name === "task"
        ? `airflow.task is a module, not the decorator. Import it from ${home}.`
        : `${module} has no "${name}". Import it from ${home}.`,
    fixes:
      names.length === 1
        ? [{ title: `Import from ${home}`, edits: [{ span: at, newText: home }], preferred: true }]
        : [],
  };
}

/** Old modules that Airflow 2 still sends on. */
const old = /_(operator|sensor|hook)$/;

function slip(word: string, known: readonly string[] | undefined): string | undefined {
  if (!known || word === "*" || known.includes(word)) return undefined;
  const meant = nearest(word, known);
  return meant !== undefined && Math.abs(meant.length - word.length) <= 2 ? meant : undefined;
}

function misspelt(
  span: RawFinding["span"],
  path: string,
  written: string,
  meant: string,
  uses: readonly number[] = [],
): RawFinding {
  const { file } = span;
  const others = uses.map((start) => ({ file, start, end: start + written.length }));
  const edits = [span, ...others].map((place) => ({ span: place, newText: meant }));
  return {
    span,
    message: `Airflow has no "${path}". Did you mean "${meant}"?`,
    fixes: [{ title: `Rename ${written} to ${meant}`, edits, preferred: true }],
  };
}
