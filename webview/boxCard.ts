import type { GraphDag } from "../model/dag/graphJson.ts";
import { neighbourWords } from "../model/layout/measure.ts";
import type { ViewBox } from "../model/layout/view.ts";
import { ruleExplained } from "../model/layout/words.ts";
import { durationText } from "../model/run/durationText.ts";
import type { EarlierEnd, PanelProblem, PanelTaskInstance } from "../protocol/graphPanel.ts";
import { element } from "./dom.ts";
import { stateInWords } from "./runStates.ts";

/** What is known of a box beyond its picture. */
export interface BoxFacts {
  readonly dag: GraphDag;
  readonly box: ViewBox;
  readonly instances: readonly PanelTaskInstance[];
  readonly problems: readonly PanelProblem[];
  readonly upstream: number;
  readonly downstream: number;
  /** Undefined as long as it is not known. */
  readonly earlier: readonly EarlierEnd[] | undefined;
}

/** What stands in the card of a box. */
export function cardOf(known: BoxFacts): HTMLElement[] {
  const { box, problems } = known;
  const doc = box.kind === "task" ? box.task.doc : undefined;
  return [
    element("div", { class: "heading" }, [
      box.kind === "fold" || box.kind === "neighbour" ? box.label : box.id,
    ]),
    ...(doc === undefined ? [] : [element("p", { class: "doc" }, [doc])]),
    ...problems.map(({ severity, message }) =>
      element("p", { class: `note ${severity}` }, [message]),
    ),
    element(
      "dl",
      {},
      factsOf(known).flatMap(([name, text]) => [
        element("dt", {}, [name]),
        element("dd", {}, [text]),
      ]),
    ),
  ];
}

/** Lines about a box: a name and what there is to say of it. */
function factsOf({
  dag,
  box,
  instances,
  upstream,
  downstream,
  earlier,
}: BoxFacts): (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  if (box.kind === "task") {
    const { task } = box;
    facts.push(["Operator", task.operator]);
    if (task.group !== null) facts.push(["Group", task.group]);
    facts.push(["Trigger rule", ruleExplained(task.triggerRule)]);
    if (task.mapped) facts.push(["Mapped", "One instance for each item, known when it runs."]);
    if (task.setup) facts.push(["Setup", "Prepares what the tasks after it need."]);
    if (task.teardown) facts.push(["Teardown", "Cleans up, also after a failure."]);
    if (task.branchTargets)
      facts.push([
        "Chooses",
        task.branchTargets.length > 0 ? task.branchTargets.join(", ") : "known when it runs",
      ]);
    const [own] = instances;
    if (own?.state) {
      const time =
        own.startedAt === null
          ? ""
          : ` · ${durationText((own.endedAt ?? Date.now()) - own.startedAt)}`;
      const tries = own.tries > 0 ? ` · try ${own.tries} of ${own.maxTries}` : "";
      facts.push(["Last state", `${stateInWords(own.state)}${time}${tries}`]);
    }
    if (earlier && earlier.length > 0)
      facts.push([own?.state ? "Runs before" : "Last runs", earlier.map(endInWords).join(", ")]);
  } else if (box.kind === "neighbour") {
    facts.push(["Outside", neighbourWords[box.neighbour.kind][box.neighbour.role]]);
    const { tasks } = box.neighbour;
    if (tasks.length > 0) facts.push([tasks.length === 1 ? "Task" : "Tasks", tasks.join(", ")]);
  } else facts.push(["Tasks", String(box.tasks.length)]);
  if (upstream + downstream > 0 && box.kind !== "neighbour")
    facts.push(["Dependencies", `${upstream} before, ${downstream} after`]);
  if (dag.schedule.text !== null && box.kind === "task")
    facts.push(["Schedule", dag.schedule.text]);
  if (box.certainty === "dynamic") facts.push(["May be", "Known only when the file runs."]);
  return facts;
}

/** How long it took; how it ended too unless it went well. */
function endInWords({ state, milliseconds }: EarlierEnd): string {
  const time = durationText(milliseconds);
  return state === "success" ? time : `${time} (${stateInWords(state).toLowerCase()})`;
}
