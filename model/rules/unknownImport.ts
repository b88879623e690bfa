import { nearest } from "../text/nearest.ts";
import { modulesIn, namesIn } from "./code/importNames.ts";
import { exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const dag = `
with DAG("etl", schedule=None):
    pass
`;

/** A misspelt module or name of Airflow in an import. */
export const unknownImport: Rule = {
  code: "unknown-import",
  summary: "An import from Airflow is misspelt.",
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
    ],
    clean: [
      { text: exampleFile(`from airflow.operators.bash import BashOperator\n${dag}`) },
      {
        text: exampleFile(
          `try:\n    from airflow.utils.task_groups import TaskGroup\nexcept ImportError:\n    TaskGroup = None\n${dag}`,
        ),
      },
    ],
  }),
  *check({ code, file }) {
    const told = new Set<number>();
    for (const { module, name, node, span, place } of code.imports) {
      if (place.guarded || !place.runsOnLoad || node.kind !== "ImportFrom") continue;
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
      const near = name && slip(name.name, namesIn(module));
      // The names of an old module may have been others.
      if (!name || near === undefined || near.length < 3) continue;
      const at = { file, start: span.start, end: span.start + name.name.length };
      yield misspelt(at, `${module}.${name.name}`, name.name, near);
    }
  },
};

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
): RawFinding {
  const edits = [{ span, newText: meant }];
  return {
    span,
    message: `Airflow has no "${path}". Did you mean "${meant}"?`,
    fixes: [{ title: `Rename ${written} to ${meant}`, edits, preferred: true }],
  };
}
