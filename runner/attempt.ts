import type { TaskInstance } from "../model/run/taskNode.ts";
import type { Outcome } from "../protocol/runner.ts";
import { TryLog } from "./tryLog.ts";

/** One process of one task instance: a try, the wait for the trigger of a deferred one, or the DAG's callback about it. */
export class Attempt {
  readonly kind: "try" | "trigger" | "callback";
  readonly instance: TaskInstance;
  /** Names it in all messages. */
  readonly ti: string;
  readonly log: TryLog;
  /** 0 until the process runs. */
  startedAt = 0;
  outcome: Outcome | undefined;
  /** What a trigger's event gives to the task. */
  nextKwargs: string | undefined;
  /** Where the task goes on, if not where it said. */
  nextMethod: string | undefined;
  callOffKill: () => void = () => undefined;

  constructor(kind: Attempt["kind"], instance: TaskInstance, ti: string, log: string | null) {
    this.kind = kind;
    this.instance = instance;
    this.ti = ti;
    this.log = new TryLog(log);
  }
}
