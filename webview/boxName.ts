import { detailOf } from "../model/layout/measure.ts";
import { ruleInWords } from "../model/layout/words.ts";
import type { BoxLook } from "./looks.ts";
import type { Scene } from "./scene.ts";
import { stateInWords } from "./runStates.ts";

/** A box in words, as it is read out: its name first, then what it is, how it stands, and where. */
export function boxName(scene: Scene, index: number, look: BoxLook): string {
  const box = scene.box(index);
  if (!box) return "";
  const parts = [box.label];
  switch (box.kind) {
    case "task": {
      const { task } = box;
      parts.push(task.operator);
      if (task.mapped) parts.push("mapped");
      if (task.setup) parts.push("setup");
      if (task.teardown) parts.push("teardown");
      const rule = ruleInWords(task.triggerRule);
      if (rule !== undefined) parts.push(`trigger rule ${rule}`);
      break;
    }
    case "group":
      parts.push(`group of ${box.tasks.length} ${box.tasks.length === 1 ? "task" : "tasks"}`);
      if (box.group.mapped) parts.push("mapped");
      break;
    case "fold":
      parts.push(`${box.tasks.length} like tasks, ${box.operator}`);
      break;
    case "neighbour":
      parts.push(detailOf(box), "outside of this DAG");
      break;
  }
  if (box.certainty === "dynamic") parts.push("may be");
  if (box.change !== undefined && box.change !== "same") parts.push(box.change);
  if (look.state) parts.push(wordsOf(look.state));
  if (look.problem) parts.push(`${look.problem.severity}: ${look.problem.message}`);
  const parent = scene.box(box.parent);
  if (parent) parts.push(`in ${parent.label}`);
  const [inputs, outputs] = [scene.inputs(index).length, scene.outputs(index).length];
  if (inputs + outputs > 0) parts.push(`${inputs} upstream, ${outputs} downstream`);
  return parts.join(", ");
}

function wordsOf({ state, detail }: { readonly state: string; readonly detail: string }): string {
  const words = stateInWords(state);
  return detail.startsWith(words) ? detail : `${words}, ${detail}`;
}
