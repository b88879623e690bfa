import { beginProgress, decide, endInstance, skipInstances } from "../../../model/run/decide.ts";
import type { DagDescription } from "../../../model/run/description.ts";
import type { Selection } from "../../../model/run/events.ts";
import { makePlan, type Plan } from "../../../model/run/plan.ts";
import type { Choices, EasyRules, Progress, Skips } from "../../../model/run/progress.ts";
import type { RememberedRun } from "../../../model/run/remembered.ts";
import { skipKey, skipTargets } from "../../../model/run/skips.ts";
import type { TaskInstance } from "../../../model/run/taskNode.ts";
import type { FinalState } from "../../../model/run/taskState.ts";
import { putXCom } from "../../../model/run/xcomStore.ts";

/** What a task does when it runs; success without a value if nothing is said. */
export interface Doing {
  readonly state?: FinalState;
  /** Returns a list of this length. */
  readonly returns?: number;
  /** Ends only when nothing else runs. */
  readonly slow?: true;
  /** Asks for these to be skipped, as a branch does. */
  readonly skips?: readonly (string | readonly [string, number])[];
  /** And remembers that it followed these. */
  readonly follows?: readonly string[];
}

/** What a simulated run came to: final states by name, the order of starts, how it ended. */
export interface Simulation {
  readonly states: Readonly<Record<string, string>>;
  readonly started: readonly string[];
  readonly mostAtOnce: number;
  readonly result: string;
  readonly reason: string | null;
  readonly progress: Progress;
}

/** Runs a plan in no time: each started instance ends at once, in the order of starting. */
export function simulate(
  dag: DagDescription,
  doings: Readonly<Record<string, Doing>> = {},
  options: {
    readonly parallel?: number;
    readonly pools?: Readonly<Record<string, number>>;
    readonly selection?: Selection;
    readonly remembered?: RememberedRun;
    readonly heldByPast?: ReadonlyMap<string, string>;
    readonly absent?: ReadonlyMap<string, string>;
    readonly choices?: Choices;
    readonly easyRules?: EasyRules;
    readonly skips?: Skips;
  } = {},
): Simulation {
  const plan = makePlan(dag, options.selection ?? { kind: "all" }, options.remembered);
  if ("problem" in plan) throw new Error(plan.problem);
  return simulatePlan(plan, doings, options);
}

function simulatePlan(
  plan: Plan,
  doings: Readonly<Record<string, Doing>>,
  options: Parameters<typeof simulate>[2] & object,
): Simulation {
  const progress = beginProgress(plan, {
    parallel: options.parallel ?? 4,
    pools: new Map(Object.entries(options.pools ?? {})),
    heldByPast: options.heldByPast ?? new Map(),
    ...(options.absent && { absent: options.absent }),
    ...(options.choices ? { choices: options.choices } : {}),
    ...(options.easyRules ? { easyRules: options.easyRules } : {}),
    ...(options.skips ? { skips: options.skips } : {}),
  });
  const running: TaskInstance[] = [];
  const started: string[] = [];
  let mostAtOnce = 0;
  for (;;) {
    for (const decision of decide(progress)) {
      if (decision.kind === "start") {
        running.push(decision.instance);
        started.push(nameOf(decision.instance));
        mostAtOnce = Math.max(mostAtOnce, running.length);
      }
      if (decision.kind === "done") {
        const { result, reason } = decision;
        return { states: statesOf(progress), started, mostAtOnce, result, reason, progress };
      }
    }
    const isSlow = (one: TaskInstance): boolean => doings[one.node.task.taskId]?.slow ?? false;
    running.sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
    const instance = running.shift();
    if (!instance) throw new Error("Nothing runs, and it is not done.");
    act(progress, instance, doings[nameOf(instance)] ?? doings[instance.node.task.taskId] ?? {});
  }
}

function act(progress: Progress, instance: TaskInstance, doing: Doing): void {
  const { taskId } = instance.node.task;
  if (doing.returns !== undefined) {
    putXCom(progress.xcoms, taskId, instance.mapIndex, "return_value", {
      text: "[]",
      length: doing.returns,
    });
  }
  if (doing.follows) {
    putXCom(progress.xcoms, taskId, instance.mapIndex, skipKey, {
      text: JSON.stringify({ followed: doing.follows }),
      length: null,
    });
  }
  if (doing.skips) skipInstances(progress, instance, skipTargets(doing.skips, null));
  endInstance(progress, instance, doing.state ?? "success");
}

function statesOf(progress: Progress): Record<string, string> {
  return Object.fromEntries(
    [...progress.nodes.values()].flatMap((node) =>
      node.instances.map((one) => [nameOf(one), one.state] as const),
    ),
  );
}

function nameOf(instance: TaskInstance): string {
  const { taskId } = instance.node.task;
  return instance.mapIndex < 0 ? taskId : `${taskId}[${instance.mapIndex}]`;
}
