import { changeSign } from "./changeSign.ts";
import { dagMermaid } from "./dagMermaid.ts";
import type { Change, GraphDag, GraphSchedule, GraphTask } from "./graphJson.ts";

/** The DAG as a page of Markdown: its schedule, its picture, and a table of its tasks; of a comparison only what changed. */
export function dagMarkdown(dag: GraphDag): string {
  const isComparison = dag.change !== undefined;
  const isShown = ({ change }: { readonly change?: Change }): boolean =>
    !isComparison || change !== "same";
  const tasks = dag.tasks.filter(isShown);
  const rows = tasks.map((task) => {
    const cells = [
      `${changeSign(task.change)}\`${cell(task.taskId)}\``,
      cell(task.operator),
      cell(upstreamOf(dag, task)),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const unknown = dag.unknown.map(({ reason }) => `- ${reason}`);
  return [
    `## ${changeSign(dag.change === "changed" ? undefined : dag.change)}${dag.dagId}`,
    "",
    ...(isComparison ? [inWords(dag), ""] : []),
    `Schedule: ${scheduleWords(dag)}`,
    "",
    "```mermaid",
    dagMermaid(dag).trimEnd(),
    "```",
    ...(rows.length > 0 ? ["", "| Task | Operator | After |", "|---|---|---|", ...rows] : []),
    ...(unknown.length > 0 ? ["", "Known only when Python runs:", "", ...new Set(unknown)] : []),
    "",
  ].join("\n");
}

/** What a task comes after; in a comparison also what it came after. */
function upstreamOf(dag: GraphDag, { taskId }: GraphTask): string {
  return dag.edges
    .filter((edge) => edge.to === taskId)
    .map(({ from, change }) => `${changeSign(change)}\`${from}\``)
    .join(", ");
}

function scheduleWords({ schedule, scheduleBefore }: GraphDag): string {
  const words = ({ text, expression, kind }: GraphSchedule): string =>
    cell(text ?? expression ?? kind);
  const before = scheduleBefore ? ` (before: ${words(scheduleBefore)})` : "";
  return words(schedule) + before;
}

/** How much changed: `2 tasks added, 1 task removed; 3 dependencies added`. */
function inWords({ change, tasks, edges }: GraphDag): string {
  if (change === "removed") return "This DAG was removed.";
  if (change === "added") return "This DAG is new.";
  const count = (
    parts: readonly { readonly change?: Change }[],
    one: string,
    many: string,
  ): string =>
    (["added", "removed", "changed"] as const)
      .flatMap((kind) => {
        const number = parts.filter((part) => part.change === kind).length;
        return number === 0 ? [] : [`${number} ${number === 1 ? one : many} ${kind}`];
      })
      .join(", ");
  const parts = [count(tasks, "task", "tasks"), count(edges, "dependency", "dependencies")];
  const said = parts.filter((part) => part !== "").join("; ");
  return said === "" ? "Only the schedule changed." : `${said}.`;
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
}
