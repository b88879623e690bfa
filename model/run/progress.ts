import type { Limits, Usage } from "./limits.ts";
import type { XComLength } from "./mapping.ts";
import type { Plan } from "./plan.ts";
import type { RememberedInstance } from "./remembered.ts";
import type { TaskInstance, TaskNode } from "./taskNode.ts";
import { isFinal, type FinalState, type RunResult } from "./taskState.ts";
import { findXCom, xcomSequence, type XComStore } from "./xcomStore.ts";

/**
 * The engine's mind: what of a plan is done, runs, waits, and what is to happen next. It knows no processes and no clock; it is
 * told what happened and answers decisions. All of it is kept up to date step by step, so that one event costs the same in a
 * DAG of five tasks and of five thousand.
 */
export interface Progress {
  readonly plan: Plan;
  readonly nodes: ReadonlyMap<string, TaskNode>;
  readonly xcoms: XComStore;
  /** The tasks that decide how the run ends. */
  readonly deciding: readonly string[];
  readonly limits: Limits;
  readonly usage: Usage;
  /** Tasks that wait for an earlier run of the DAG, and why: they will not start in this one. */
  readonly heldByPast: ReadonlyMap<string, string>;
  /** See `absentTasks`. */
  readonly absent: ReadonlyMap<string, string>;
  readonly choices: Choices;
  readonly skips: Skips;
  /** Most urgent first. */
  readonly ready: TaskInstance[];
  /** Instances that wait for a time or a trigger. */
  waiting: number;
  unfinished: number;
  /** Tasks to look at again: these instances of them, or all. */
  readonly suspects: Map<TaskNode, Set<TaskInstance> | "all">;
  decisions: Decision[];
  phase: "running" | "ending" | "done";
  /** Set when the run's end is decided already: cancelled, or out of time. */
  verdict: { readonly result: RunResult; readonly reason: string } | undefined;
}

/**
 * Where a task finds what the branch above it chose: under its own map index, or, since Airflow 3.2, at index -1 unless the branch
 * is mapped itself. So a branch inside of a mapped group skips nothing there.
 */
export type Choices = "own index" | "index of a mapped branch";

/** How a version of Airflow looks for choices. */
export function choicesOf(airflow: string): Choices {
  const [major = 0, minor = 0] = airflow.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 2) ? "index of a mapped branch" : "own index";
}

/**
 * What a rule that one upstream can satisfy looks at in a mapped group: until Airflow 3.3, and only directly in the group, every
 * instance of the upstream; since then the one of its own index.
 */
export type EasyRules = "whole group" | "own index";

/** How a version of Airflow looks at them; without a minor version it is the newest of its major. */
export function easyRulesOf(airflow: string): EasyRules {
  const [major = 0, minor = Infinity] = airflow.split(".").map(Number);
  return major < 3 || (major === 3 && minor < 3) ? "whole group" : "own index";
}

/** Which tasks a branch or short circuit turns into skipped ones: since Airflow 3.2 those that ran stay as they ended. */
export type Skips = "what is done, too" | "what did not run";

/** What a version of Airflow skips. */
export function skipsOf(airflow: string): Skips {
  const [major = 0, minor = Infinity] = airflow.split(".").map(Number);
  return major < 3 || (major === 3 && minor < 2) ? "what is done, too" : "what did not run";
}

/** What is to be done, or was decided, in order. */
export type Decision =
  | { readonly kind: "mapped"; readonly node: TaskNode; readonly length: number }
  /** It got a final state without a process. */
  | {
      readonly kind: "settled";
      readonly instance: TaskInstance;
      readonly state: FinalState;
      readonly reason: string;
    }
  /** It was done in an earlier run, and stays so. */
  | {
      readonly kind: "kept";
      readonly instance: TaskInstance;
      readonly remembered: RememberedInstance;
    }
  | { readonly kind: "start"; readonly instance: TaskInstance }
  /** End its process; its state is decided. */
  | { readonly kind: "kill"; readonly instance: TaskInstance }
  | { readonly kind: "done"; readonly result: RunResult; readonly reason: string | null };

/** How long XComs are, for what is mapped over them. */
export function lengthsOf(progress: Progress): XComLength {
  return (taskId, key) => {
    const node = progress.nodes.get(taskId);
    if (!node) return undefined;
    // A task that is mapped by its group alone never tells a length (Airflow: xcom_arg.py, `get_task_map_length`).
    if (node.task.expand === null) {
      return findXCom(progress.xcoms, taskId, -1, key)?.length ?? undefined;
    }
    if (!node.instances.every((one) => isFinal(one.state))) return undefined;
    return xcomSequence(progress.xcoms, taskId, key).length;
  };
}
