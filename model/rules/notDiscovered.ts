import type { Rule } from "./rule.ts";

const base = `from airflow.sdk import DAG


class DailyDag(DAG):
    pass
`;

/** A file whose text lacks the words that Airflow looks for before it loads a file. Airflow: might_contain_dag. */
export const notDiscovered: Rule = {
  code: "not-discovered",
  summary: "Airflow skips the file, because its text does not mention Airflow.",
  why: "In safe mode, which is on by default, discovery loads only files whose text holds `airflow` and `dag` (in Airflow 3 `asset` does too). Others are skipped without a word; a comment is enough.",
  severity: "warning",
  preset: "recommended",
  examples: {
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
      { text: "print('no workflow here')\n" },
    ],
  },
  *check({ text, reading, file, module, airflow }) {
    if (reading.format !== "airflow" || !reading.dags.some(({ span }) => isMadeBy(file, span.file)))
      return;
    const lower = text.toLowerCase();
    const second = lower.includes("dag") || (airflow === 3 && lower.includes("asset"));
    const lacks = [...(lower.includes("airflow") ? [] : ["airflow"]), ...(second ? [] : ["dag"])];
    const [first] = module.body;
    if (lacks.length === 0 || !first) return;
    const at = { file, start: first.start, end: first.start };
    yield {
      span: { file, start: first.start, end: endOfLine(text, first.start) },
      message: `Airflow's discovery (safe mode) skips this file: it loads only files whose text holds "airflow" and "dag", and ${lacks.map((word) => `"${word}"`).join(" and ")} is missing. A comment is enough.`,
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

/** DAGs made here, or by a class or function of another file that this one calls. */
function isMadeBy(file: string, madeIn: string): boolean {
  return file.endsWith(".py") && madeIn.endsWith(".py");
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}
