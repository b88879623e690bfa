import { dagMermaid } from "./dagMermaid.ts";
import type { GraphDag } from "./graphJson.ts";

/** The DAG as a page of Markdown: its schedule, its picture, and a table of its tasks. */
export function dagMarkdown(dag: GraphDag): string {
  const { schedule } = dag;
  const when = schedule.text ?? schedule.expression ?? schedule.kind;
  const upstream = (id: string): string =>
    dag.edges
      .filter((edge) => edge.to === id)
      .map((edge) => `\`${edge.from}\``)
      .join(", ");
  const rows = dag.tasks.map(
    (task) =>
      `| \`${cell(task.taskId)}\` | ${cell(task.operator)} | ${cell(upstream(task.taskId))} |`,
  );
  const unknown = dag.unknown.map(({ reason }) => `- ${reason}`);
  return [
    `## ${dag.dagId}`,
    "",
    `Schedule: ${cell(when)}`,
    "",
    "```mermaid",
    dagMermaid(dag).trimEnd(),
    "```",
    "",
    "| Task | Operator | After |",
    "|---|---|---|",
    ...rows,
    ...(unknown.length > 0 ? ["", "Known only when Python runs:", "", ...new Set(unknown)] : []),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
}
