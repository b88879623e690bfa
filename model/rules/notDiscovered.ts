import { parsePython } from "../python/parse.ts";
import type { Statement } from "../python/syntax.ts";
import { importRoots } from "../workspace/importRoots.ts";
import type { Rule, RuleInput } from "./rule.ts";

const base = `from airflow.sdk import DAG


class DailyDag(DAG):
    pass
`;

/** A file whose text lacks the words that Airflow looks for before it loads a file. Airflow: might_contain_dag. */
export const notDiscovered: Rule = {
  code: "not-discovered",
  summary: "Airflow skips the file, because its text does not mention Airflow.",
  why: "In safe mode, which is on by default, discovery loads only files whose text holds `airflow` and `dag` (in Airflow 3 `asset` will do for the latter). Others are skipped without a word. A comment is enough.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: `<|from company.base import DailyDag|>\n\nflow = DailyDag("orders")\n`,
        fixed: `# airflow\nfrom company.base import DailyDag\n\nflow = DailyDag("orders")\n`,
        others: { "company/base.py": base },
      },
    ],
    clean: [
      {
        text: `# airflow\nfrom company.base import DailyDag\n\nflow = DailyDag("orders")\n`,
        others: { "company/base.py": base },
      },
      {
        text: `from company.base import DailyDag\n\n\ndef make():\n    return DailyDag("orders")\n`,
        others: { "company/base.py": base },
      },
      { text: "print('no workflow here')\n" },
    ],
  }),
  *check(input) {
    const { text, file, module, airflow } = input;
    if (!file.endsWith(".py")) return;
    const second = /dag/i.test(text) || (airflow === 3 && /asset/i.test(text));
    const lacks = [...(/airflow/i.test(text) ? [] : ["airflow"]), ...(second ? [] : ["dag"])];
    const [first] = module.body;
    if (lacks.length === 0 || !first || !makesDag(input)) return;
    const words = lacks.map((word) => `"${word}"`).join(" and ");
    const at = { file, start: first.start, end: first.start };
    yield {
      span: { file, start: first.start, end: endOfLine(text, first.start) },
      message: `Airflow's discovery (safe mode) skips this file: it loads only files whose text holds "airflow" and "dag", and ${words} is missing. A comment is enough.`,
      fixes: [
        {
          title: `Add # ${lacks.join(" ")}`,
          edits: [{ span: at, newText: `# ${lacks.join(" ")}\n` }],
          preferred: true,
        },
      ],
    };
  },
};

/** Whether the file calls, when it is loaded, a class or function of the workspace that makes a DAG. */
function makesDag({ code, files, file }: RuleInput): boolean {
  if (!files) return false;
  for (const { local, module, name } of code.imports) {
    if (!name || module.startsWith("airflow")) continue;
    const isCalled = code.calls.some(
      ({ node, place }) =>
        place.runsOnLoad && node.callee.kind === "Name" && node.callee.name === local,
    );
    if (!isCalled) continue;
    for (const root of importRoots(files, file)) {
      const path = `${root === "" ? "" : `${root}/`}${module.replaceAll(".", "/")}.py`;
      const text = files.readText(path);
      if (text === undefined || !/airflow/i.test(text)) continue;
      const defined = parsePython(path, text).body.find((each) => isNamed(each, name.name));
      if (defined && isDagMaker(defined, text)) return true;
    }
  }
  return false;
}

function isNamed(statement: Statement, name: string): boolean {
  return (
    (statement.kind === "ClassDef" || statement.kind === "FunctionDef") &&
    statement.name.name === name
  );
}

/** A subclass of DAG, or a function that makes one. */
function isDagMaker(statement: Statement, text: string): boolean {
  if (statement.kind === "ClassDef") {
    return statement.args.some(({ value }) => /\bDAG$/.test(text.slice(value.start, value.end)));
  }
  return /\bDAG\s*\(|@dag\b/.test(text.slice(statement.start, statement.end));
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}
