import {
  beginProgress,
  decide,
  endEarly,
  endInstance,
  endPaused,
  pauseInstance,
  retryPaused,
  skipInstances,
  wakeInstance,
} from "../model/run/decide.ts";
import type { DagDescription } from "../model/run/description.ts";
import type { RunEvent } from "../model/run/events.ts";
import type { Plan } from "../model/run/plan.ts";
import type { RememberedInstance } from "../model/run/remembered.ts";
import type { Choices, Decision, EasyRules, Progress, Skips } from "../model/run/progress.ts";
import { hasTryLeft, retryDelay } from "../model/run/retries.ts";
import { skipTargets } from "../model/run/skips.ts";
import type { TaskInstance } from "../model/run/taskNode.ts";
import type { FinalState, RunResult } from "../model/run/taskState.ts";
import type { TryError } from "../model/run/tryError.ts";
import { dropXComs, putXCom } from "../model/run/xcomStore.ts";
import { syncStates } from "../model/run/syncStates.ts";
import { upstreamMapIndexes } from "../model/run/upstreamMapIndexes.ts";
import type { FromHost, OutcomeMessage, RunDescription } from "../protocol/runner.ts";
import { answer, type AnswerContext } from "./answers.ts";
import { Attempt } from "./attempt.ts";
import type { Host } from "./bridge.ts";
import { Flood } from "./flood.ts";
import { isoTime } from "./isoTime.ts";
import type { TaskMock } from "./mocks.ts";
import type { Ports } from "./ports.ts";
import type { RunRecord } from "./record.ts";
import type { RunOptions } from "./runOptions.ts";
import { logLine } from "./tryLog.ts";

/** An event before it has its time. */
export type Happening = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, "at">
    : never
  : never;

/** How the tasks of a run ended. */
export interface SessionEnd {
  readonly result: RunResult;
  readonly reason: string | null;
}

/** What a session works with. */
export interface SessionParts {
  readonly plan: Plan;
  readonly host: Host;
  readonly ports: Ports;
  readonly options: RunOptions;
  readonly run: RunDescription;
  /** Airflow 2 itself runs the tasks: it has a database of its own for the run that is told all states. */
  readonly isAirflow2: boolean;
  /** How this Airflow looks for what branches chose. */
  readonly choices: Choices;
  readonly easyRules: EasyRules;
  readonly skips: Skips;
  readonly areDeathsRetried: boolean;
  /** See `skipTargets`. */
  readonly skipIdAlone: -1 | null;
  readonly record: RunRecord | undefined;
  readonly heldByPast: ReadonlyMap<string, string>;
  readonly absent: ReadonlyMap<string, string>;
  /** Every event goes through here, in order. */
  readonly emit: (event: Happening) => void;
}

/**
 * Runs the tasks of a plan: carries decisions out as tries, tells the engine's mind what became of them, and tells the world by
 * events. One loop, `#proceed`, after each thing that happened.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #dag: DagDescription;
  readonly #progress: Progress;
  readonly #attempts = new Map<string, Attempt>();
  readonly #timers = new Map<TaskInstance, () => void>();
  readonly #resumes = new Map<TaskInstance, Resume>();
  readonly #variables: Map<string, string>;
  readonly #told = new Set<string>();
  readonly #flood: Flood;
  readonly #context: AnswerContext;
  readonly #logs = new Set<Promise<void>>();
  #done: (() => void) | undefined;
  #end: SessionEnd | undefined;
  #isOver = false;
  #isHostGone = false;
  #callbackDone: (() => void) | undefined;
  /** In the order of their ends. */
  readonly #ended: TaskInstance[] = [];
  #callOffTimeout: () => void = () => undefined;
  /** What the engine was asked and could not answer. */
  readonly unanswered = new Map<string, number>();
  readonly pretended = new Set<TaskInstance>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#dag = parts.plan.dag;
    this.#variables = new Map(parts.options.variables);
    this.#flood = new Flood(parts.ports.now);
    this.#progress = beginProgress(parts.plan, {
      parallel: parts.options.debug ? 1 : parts.options.parallel,
      pools: parts.options.pools,
      heldByPast: parts.heldByPast,
      absent: parts.absent,
      choices: parts.choices,
      easyRules: parts.easyRules,
      skips: parts.skips,
    });
    this.#context = this.#answerContext();
  }

  /** Runs until nothing is left to do. */
  async run(): Promise<SessionEnd> {
    const { host, ports } = this.#parts;
    host.listen(
      (message) => {
        this.#hear(message);
      },
      (why) => {
        this.#hostEnded(why);
      },
    );
    if (this.#dag.dagrunTimeout !== null) {
      const seconds = this.#dag.dagrunTimeout;
      this.#callOffTimeout = ports.after(seconds * 1000, () => {
        const reason = `The run took longer than its dagrun_timeout of ${seconds} s.`;
        endEarly(
          this.#progress,
          { result: "failed", reason },
          { running: "skipped", idle: "skipped" },
        );
        this.#proceed();
      });
    }
    this.#tellGiven();
    const over = new Promise<void>((done) => (this.#done = done));
    this.#proceed();
    await over;
    this.#callOffTimeout();
    await this.#runCallbacks();
    for (const callOff of this.#timers.values()) callOff();
    await Promise.all(this.#logs);
    return this.#end ?? { result: "failed", reason: "The run ended without a result." };
  }

  /** Does not wait for the grace time any more: the user asked twice. */
  killNow(): void {
    for (const attempt of this.#attempts.values())
      this.#parts.host.send({ kind: "kill", ti: attempt.ti, signal: "SIGKILL" });
  }

  /** Ends the run on the user's wish. */
  cancel(reason: string): void {
    endEarly(
      this.#progress,
      { result: "cancelled", reason },
      { running: "cancelled", idle: "cancelled" },
    );
    this.#proceed();
  }

  #proceed(): void {
    if (this.#isOver) return;
    let decisions = decide(this.#progress);
    while (decisions.length > 0) {
      for (const decision of decisions) this.#carryOut(decision);
      decisions = decide(this.#progress);
    }
    if (this.#end) this.#done?.();
  }

  #carryOut(decision: Decision): void {
    switch (decision.kind) {
      case "mapped":
        this.#emit({
          kind: "mapped",
          taskId: decision.node.task.taskId,
          length: decision.length,
        });
        return;
      case "settled":
        this.#callOff(decision.instance);
        this.#tellSettled(decision.instance, decision.state, decision.reason);
        return;
      case "kept":
        this.#tellRemembered(decision.instance.node.task.taskId, decision.remembered);
        return;
      case "start":
        this.#start(decision.instance);
        return;
      case "kill":
        this.#kill(decision.instance);
        return;
      case "done":
        this.#end = { result: decision.result, reason: decision.reason };
        this.#isOver = true;
    }
  }

  #start(instance: TaskInstance): void {
    const { task } = instance.node;
    const mock = this.#parts.options.mocks.get(task.taskId);
    this.#emit({ kind: "queued", ...named(instance), try: instance.tries });
    if (!instance.resumes) {
      dropXComs(this.#progress.xcoms, task.taskId, instance.mapIndex);
      this.#resumes.delete(instance);
    }
    if (mock) this.#playMock(instance, mock);
    else if (task.empty) this.#playMock(instance, nothing);
    else this.#startTry(instance);
  }

  #startTry(instance: TaskInstance): void {
    const { host, ports, options, run, record } = this.#parts;
    const { task } = instance.node;
    const resume = this.#resumes.get(instance);
    const debug = options.debug?.taskId === task.taskId ? { path: options.debug.path } : undefined;
    const attempt = new Attempt(
      "try",
      instance,
      ports.uuid(),
      record?.logPath(task.taskId, instance.mapIndex, instance.tries) ?? null,
    );
    this.#attempts.set(attempt.ti, attempt);
    host.send({
      kind: "start",
      ti: attempt.ti,
      dagId: this.#dag.dagId,
      taskId: task.taskId,
      mapIndex: instance.mapIndex,
      try: instance.tries,
      maxTries: task.retries,
      run,
      reschedules: resume?.reschedules ?? 0,
      firstStart: resume?.firstStart ?? null,
      upstreamMapIndexes: upstreamMapIndexes(instance),
      ...(this.#parts.isAirflow2 ? { sync: syncStates(this.#progress, instance) } : {}),
      ...(resume?.nextMethod === undefined ? {} : { nextMethod: resume.nextMethod }),
      ...(resume?.nextKwargs === undefined ? {} : { nextKwargs: resume.nextKwargs }),
      ...(debug ? { debug } : {}),
    });
  }

  /** A task that does not run: it takes its time and pushes its value, that is all. */
  #playMock(instance: TaskInstance, mock: TaskMock): void {
    const { task } = instance.node;
    const startedAt = this.#parts.ports.now();
    instance.state = "running";
    this.#emit({ kind: "started", ...named(instance), try: instance.tries, pid: null, log: null });
    const end = (): void => {
      this.#timers.delete(instance);
      if (mock.returnValue !== undefined && !instance.forced) {
        const value = { text: mock.returnValue, length: mock.length };
        putXCom(this.#progress.xcoms, task.taskId, instance.mapIndex, "return_value", value);
        this.#context.pushed(instance, "return_value", mock.returnValue, mock.length);
      }
      const durationMs = this.#parts.ports.now() - startedAt;
      this.#settle(instance, mock.state, { durationMs, error: null, exit: null });
    };
    if (mock.durationMs === 0) {
      end();
      return;
    }
    this.#timers.set(
      instance,
      this.#parts.ports.after(mock.durationMs, () => {
        end();
        this.#proceed();
      }),
    );
  }

  /** TERM, and KILL when the grace is over. What ends is told by the host as ever. */
  #kill(instance: TaskInstance): void {
    const { host, ports, options } = this.#parts;
    const attempt = this.#attemptOf(instance);
    if (!attempt) {
      // A mock that takes its time.
      this.#callOff(instance);
      if (instance.forced) {
        this.#settle(instance, instance.forced, { durationMs: 0, error: null, exit: null });
      }
      return;
    }
    host.send({ kind: "kill", ti: attempt.ti, signal: "SIGTERM" });
    attempt.callOffKill = ports.after(options.graceMs, () => {
      host.send({ kind: "kill", ti: attempt.ti, signal: "SIGKILL" });
      attempt.callOffKill = ports.after(options.graceMs, () => {
        this.#hostEnded(`The process of ${instance.node.task.taskId} could not be killed.`);
      });
    });
  }

  #hear(message: FromHost): void {
    if (message.kind === "ready" || message.kind === "failed") return;
    const attempt = this.#attempts.get(message.ti);
    if (!attempt) return;
    switch (message.kind) {
      case "started":
        this.#tryStarted(attempt, message.pid);
        return;
      case "request":
        this.#parts.host.send({
          kind: "reply",
          ti: attempt.ti,
          body: answer(this.#context, attempt.instance, message.body),
        });
        this.#proceed();
        return;
      case "log":
        this.#write(attempt, logLine(message.record));
        this.#show(attempt, message.record.event, () => ({
          kind: "log",
          ...named(attempt.instance),
          try: attempt.instance.tries,
          level: message.record.level,
          message: message.record.event,
          logger: message.record.logger ?? null,
          file: message.record.filename ?? null,
          line: message.record.lineno ?? null,
        }));
        return;
      case "output":
        this.#write(attempt, message.text);
        this.#show(attempt, message.text, () => ({
          kind: "output",
          ...named(attempt.instance),
          try: attempt.instance.tries,
          stream: message.stream,
          text: message.text,
        }));
        return;
      case "debugging":
        this.#emit({
          kind: "debugging",
          ...named(attempt.instance),
          try: attempt.instance.tries,
          host: message.host,
          port: message.port,
        });
        return;
      case "outcome":
        attempt.outcome = message;
        return;
      case "event":
        attempt.nextKwargs = message.nextKwargs;
        attempt.nextMethod = message.nextMethod;
        return;
      case "exited":
        this.#exited(attempt, message);
        this.#proceed();
    }
  }

  #tryStarted(attempt: Attempt, pid: number): void {
    const { instance } = attempt;
    attempt.startedAt = this.#parts.ports.now();
    if (attempt.kind !== "try") return;
    instance.state = "running";
    this.#emit({
      kind: "started",
      ...named(instance),
      try: instance.tries,
      pid,
      log: attempt.log.path,
    });
  }

  #exited(
    attempt: Attempt,
    exited: { readonly code: number | null; readonly signal: string | null },
  ): void {
    this.#attempts.delete(attempt.ti);
    attempt.callOffKill();
    this.#logs.add(attempt.log.close());
    const lines = this.#flood.takeHeldBack();
    if (lines > 0) this.#tellHeldBack(attempt, lines);
    if (attempt.kind === "callback") this.#callbackEnded(attempt);
    else if (attempt.kind === "trigger") this.#triggerEnded(attempt);
    else if (attempt.instance.forced) {
      this.#settle(attempt.instance, attempt.instance.forced, {
        durationMs: this.#durationOf(attempt),
        error: attempt.outcome?.error ?? null,
        exit: attempt.outcome ? null : exitOf(exited),
      });
    } else if (attempt.outcome) this.#concluded(attempt, attempt.outcome);
    else this.#died(attempt, exited);
  }

  #concluded(attempt: Attempt, outcome: NonNullable<Attempt["outcome"]>): void {
    const { instance } = attempt;
    const { message, error } = outcome;
    const durationMs = this.#durationOf(attempt);
    switch (outcome.state) {
      case "success":
      case "skipped":
      case "failed":
        this.#settle(instance, outcome.state, { durationMs, error, exit: null });
        return;
      case "up_for_retry":
        this.#retryLater(attempt, error, null, message.retry_delay_seconds ?? null);
        return;
      case "up_for_reschedule":
        this.#reschedule(attempt, message.reschedule_date);
        return;
      case "deferred":
        this.#defer(attempt);
    }
  }

  /** The process ended without saying how the task did. */
  #died(
    attempt: Attempt,
    exited: { readonly code: number | null; readonly signal: string | null },
  ): void {
    const how =
      exited.signal === null
        ? `The process ended with exit code ${exited.code ?? 0}.`
        : `The process was ended by ${exited.signal}.`;
    const error: TryError = {
      type: "ProcessEnded",
      message: how,
      file: null,
      line: null,
      traceback: null,
    };
    const { instance } = attempt;
    const exit = exitOf(exited);
    if (this.#parts.areDeathsRetried && hasTryLeft(instance.node.task.retries, instance.tries)) {
      this.#retryLater(attempt, error, exit, null);
    } else {
      this.#settle(instance, "failed", { durationMs: this.#durationOf(attempt), error, exit });
    }
  }

  #retryLater(
    attempt: Attempt,
    error: TryError | null,
    exit: ReturnType<typeof exitOf> | null,
    ownDelay: number | null,
  ): void {
    const { instance } = attempt;
    const { ports, options, run } = this.#parts;
    const seconds =
      ownDelay ??
      retryDelay(instance.node.task, {
        dagId: this.#dag.dagId,
        logicalDate: run.logicalDate,
        try: instance.tries,
      });
    const waitMs = Math.min(seconds * 1000, options.longestWait);
    if (instance.state === "deferred") retryPaused(instance);
    else pauseInstance(this.#progress, instance, "up_for_retry");
    this.#resumes.delete(instance);
    this.#emit({
      kind: "retrying",
      ...named(instance),
      try: instance.tries,
      durationMs: this.#durationOf(attempt),
      error,
      exit,
      until: ports.now() + waitMs,
    });
    this.#wakeAfter(instance, waitMs);
  }

  #reschedule(attempt: Attempt, date: string | undefined): void {
    const { instance } = attempt;
    const { ports, options } = this.#parts;
    const now = ports.now();
    const due = date === undefined ? now : Date.parse(date);
    const waitMs = Math.min(Math.max(0, Number.isNaN(due) ? 0 : due - now), options.longestWait);
    const before = this.#resumes.get(instance);
    this.#resumes.set(instance, {
      reschedules: (before?.reschedules ?? 0) + 1,
      firstStart: before?.firstStart ?? isoTime(attempt.startedAt),
    });
    pauseInstance(this.#progress, instance, "up_for_reschedule");
    this.#emit({
      kind: "rescheduled",
      ...named(instance),
      try: instance.tries,
      until: now + waitMs,
    });
    this.#wakeAfter(instance, waitMs);
  }

  /** Frees the slot and awaits the trigger in a process of its own. */
  #defer(attempt: Attempt): void {
    const { instance, outcome } = attempt;
    const { host, ports, run } = this.#parts;
    const message: OutcomeMessage = outcome?.message ?? {};
    const before = this.#resumes.get(instance);
    this.#resumes.set(instance, {
      reschedules: before?.reschedules ?? 0,
      firstStart: before?.firstStart ?? isoTime(attempt.startedAt),
      ...(message.next_method === undefined ? {} : { nextMethod: message.next_method }),
    });
    pauseInstance(this.#progress, instance, "deferred");
    this.#emit({
      kind: "deferred",
      ...named(instance),
      try: instance.tries,
      trigger: message.classpath ?? "",
    });
    const trigger = new Attempt("trigger", instance, ports.uuid(), attempt.log.path);
    trigger.startedAt = attempt.startedAt;
    this.#attempts.set(trigger.ti, trigger);
    host.send({
      kind: "trigger",
      ti: trigger.ti,
      dagId: this.#dag.dagId,
      taskId: instance.node.task.taskId,
      mapIndex: instance.mapIndex,
      run,
      classpath: message.classpath ?? "",
      kwargs: message.trigger_kwargs ?? "{}",
      nextKwargs: message.next_kwargs ?? "{}",
      timeout: message.trigger_timeout ?? null,
    });
  }

  #triggerEnded(trigger: Attempt): void {
    const { instance, nextKwargs, nextMethod } = trigger;
    // Settled meanwhile: cancelled, or stopped by fail_fast.
    if (instance.state !== "deferred") return;
    if (nextKwargs !== undefined) {
      const resume = this.#resumes.get(instance);
      this.#resumes.set(instance, {
        reschedules: resume?.reschedules ?? 0,
        firstStart: resume?.firstStart ?? null,
        nextMethod: nextMethod ?? resume?.nextMethod ?? "execute_complete",
        nextKwargs,
      });
      wakeInstance(this.#progress, instance);
      return;
    }
    const error = trigger.outcome?.error ?? {
      type: "TaskDeferralError",
      message: "The trigger ended without an event.",
      file: null,
      line: null,
      traceback: null,
    };
    if (
      trigger.outcome?.state !== "failed" &&
      hasTryLeft(instance.node.task.retries, instance.tries)
    ) {
      this.#retryLater(trigger, error, null, null);
      return;
    }
    const state = endPaused(this.#progress, instance, "failed");
    if (state)
      this.#tellFinished(instance, state, {
        durationMs: this.#durationOf(trigger),
        error,
        exit: null,
      });
  }

  #wakeAfter(instance: TaskInstance, ms: number): void {
    this.#timers.set(
      instance,
      this.#parts.ports.after(ms, () => {
        this.#timers.delete(instance);
        if (wakeInstance(this.#progress, instance)) this.#proceed();
      }),
    );
  }

  #settle(instance: TaskInstance, state: FinalState, how: Ending): void {
    this.#tellFinished(instance, endInstance(this.#progress, instance, state), how);
  }

  #tellFinished(instance: TaskInstance, state: FinalState, how: Ending): void {
    this.#ended.push(instance);
    this.#emit({
      kind: "finished",
      ...named(instance),
      state,
      tries: instance.tries,
      ...how,
      reason: instance.forced ? this.#whyForced() : null,
    });
  }

  #tellSettled(instance: TaskInstance, state: FinalState, reason: string): void {
    this.#ended.push(instance);
    if (state === "skipped" && instance.tries === 0) {
      this.#emit({ kind: "skipped", ...named(instance), reason });
      return;
    }
    const { tries } = instance;
    this.#emit({
      kind: "finished",
      ...named(instance),
      state,
      tries,
      durationMs: 0,
      error: null,
      exit: null,
      reason,
    });
  }

  #whyForced(): string {
    return this.#progress.verdict?.reason ?? "the DAG stops at the first failure";
  }

  /** The DAG's own callbacks, about the last task instance that ended as the run did; for whole runs only, as in Airflow. */
  async #runCallbacks(): Promise<void> {
    const { host, ports, plan, run, record } = this.#parts;
    const result = this.#end?.result;
    if (plan.selection.kind !== "all" || result === undefined || result === "cancelled") return;
    const callback = result === "success" ? "success" : "failure";
    const instance = this.#lastEnded(result) ?? this.#lastEnded("success");
    if (this.#isHostGone || !instance || this.#dag.callbacks?.includes(callback) !== true) return;
    const log = record?.logPath(`on_${callback}_callback`, -1, 1) ?? null;
    const attempt = new Attempt("callback", instance, ports.uuid(), log);
    this.#attempts.set(attempt.ti, attempt);
    const over = new Promise<void>((done) => (this.#callbackDone = done));
    host.send({
      kind: "callback",
      ti: attempt.ti,
      dagId: this.#dag.dagId,
      callback,
      reason: this.#callbackReason(),
      taskId: instance.node.task.taskId,
      mapIndex: instance.mapIndex,
      try: instance.tries,
      maxTries: instance.node.task.retries,
      run,
    });
    await over;
  }

  #callbackEnded(attempt: Attempt): void {
    const { outcome } = attempt;
    if (outcome?.state !== "success") {
      const why = outcome?.error?.message ?? "its process died";
      this.#notice(`The callback of DAG ${this.#dag.dagId} failed: ${why}`);
    }
    this.#callbackDone?.();
  }

  /** Airflow's words for why a callback is called. */
  #callbackReason(): string {
    if (this.#end?.result === "success") return "success";
    if (this.#progress.verdict) return "timed_out";
    return this.#end?.reason === null ? "task_failure" : "all_tasks_deadlocked";
  }

  #lastEnded(result: RunResult): TaskInstance | undefined {
    return this.#ended.findLast(({ state }) =>
      result === "success"
        ? state === "success"
        : state === "failed" || state === "upstream_failed",
    );
  }

  /** Python is gone: what ran failed, and nothing more can start. */
  #hostEnded(why: string): void {
    this.#isHostGone = true;
    this.#callbackDone?.();
    if (this.#isOver) return;
    endEarly(
      this.#progress,
      { result: "failed", reason: why },
      { running: "failed", idle: "cancelled" },
    );
    for (const decision of decide(this.#progress)) {
      if (decision.kind !== "kill") this.#carryOut(decision);
    }
    for (const attempt of [...this.#attempts.values()]) {
      this.#exited(attempt, { code: null, signal: null });
    }
    this.#proceed();
  }

  /** What stands in for tasks that do not run is part of the run's record, so a later run can stand on this one. */
  #tellGiven(): void {
    for (const { task, result } of this.#parts.plan.given) {
      const mapped = result.instances.filter((one) => one.mapIndex >= 0);
      if (mapped.length > 0)
        this.#emit({ kind: "mapped", taskId: task.taskId, length: mapped.length });
      for (const one of result.instances) this.#tellRemembered(task.taskId, one);
    }
  }

  #tellRemembered(taskId: string, { mapIndex, state, xcoms }: RememberedInstance): void {
    const name = { taskId, mapIndex: mapIndex < 0 ? null : mapIndex };
    for (const [key, { text, length }] of xcoms)
      this.#emit({ kind: "xcom", ...name, key, ...recorded(text), length });
    this.#emit({
      kind: "finished",
      ...name,
      state: state === "skipped" || state === "failed" ? state : "success",
      tries: 0,
      durationMs: 0,
      error: null,
      exit: null,
      reason: "remembered",
    });
  }

  #answerContext(): AnswerContext {
    const { plan, run } = this.#parts;
    return {
      progress: this.#progress,
      dagId: plan.dag.dagId,
      runId: run.runId,
      variables: this.#variables,
      stores: new Map(),
      assetEvents: new Map(),
      now: this.#parts.ports.now,
      firstStart: (instance) => this.#resumes.get(instance)?.firstStart ?? null,
      pushed: (instance, key, value, length) => {
        this.#emit({ kind: "xcom", ...named(instance), key, ...recorded(value), length });
        if (value.length > largestRecorded)
          this.#notice(
            `What ${instance.node.task.taskId} pushed as XCom "${key}" is too large to be remembered for later runs.`,
          );
        if (value.length > largeXCom)
          this.#notice(
            `${instance.node.task.taskId} pushed ${megabytes(value.length)} as XCom "${key}": Airflow keeps XComs in its database, which is made for small values.`,
          );
      },
      skip: (instance, tasks) => {
        skipInstances(this.#progress, instance, skipTargets(tasks, this.#parts.skipIdAlone));
      },
      labelled: (instance, label) => {
        this.#emit({ kind: "labelled", ...named(instance), label });
      },
      rendered: (instance, fields) => {
        this.#emit({ kind: "rendered", ...named(instance), fields });
      },
      produced: (instance, assets) => {
        for (const asset of assets) this.#emit({ kind: "asset", ...named(instance), ...asset });
      },
      pretended: (instance, what) => {
        this.pretended.add(instance);
        this.#notice(`${instance.node.task.taskId}: this run pretends that ${what}.`);
      },
      missing: (kind, name) => {
        this.#notice(
          kind === "Variable"
            ? `Variable "${name}" is not set: give it in the file of dagsight.run.variablesFile or as AIRFLOW_VAR_${name.toUpperCase()}.`
            : `Connection "${name}" is not set: give it in the file of dagsight.run.variablesFile or as AIRFLOW_CONN_${name.toUpperCase()}.`,
        );
      },
      unanswered: (type) => {
        this.unanswered.set(type, (this.unanswered.get(type) ?? 0) + 1);
      },
    };
  }

  #write(attempt: Attempt, text: string): void {
    attempt.log.write(text);
    if (attempt.log.backlog < fullBacklog) return;
    // The disk is slower than the task: let it wait.
    this.#parts.host.pause();
    void attempt.log.drained().then(() => {
      this.#parts.host.resume();
    });
  }

  #show(attempt: Attempt, text: string, event: () => Happening): void {
    const { show, heldBack } = this.#flood.admit(text);
    if (heldBack > 0) this.#tellHeldBack(attempt, heldBack);
    if (show) this.#emit(event());
  }

  #tellHeldBack(attempt: Attempt, lines: number): void {
    this.#emit({
      kind: "log",
      ...named(attempt.instance),
      try: attempt.instance.tries,
      level: "warning",
      message: `${lines} lines came too fast to be shown. The log has them all.`,
      logger: null,
      file: null,
      line: null,
    });
  }

  /** Says something once a run. */
  #notice(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#emit({ kind: "notice", text });
  }

  #callOff(instance: TaskInstance): void {
    this.#timers.get(instance)?.();
    this.#timers.delete(instance);
  }

  #attemptOf(instance: TaskInstance): Attempt | undefined {
    for (const attempt of this.#attempts.values())
      if (attempt.instance === instance) return attempt;
    return undefined;
  }

  #durationOf(attempt: Attempt): number {
    return attempt.startedAt === 0 ? 0 : this.#parts.ports.now() - attempt.startedAt;
  }

  #emit(event: Happening): void {
    this.#parts.emit(event);
  }
}

/** What an instance goes on with. */
interface Resume {
  readonly reschedules: number;
  readonly firstStart: string | null;
  readonly nextMethod?: string;
  readonly nextKwargs?: string;
}

/** How a try ended, for its event. */
interface Ending {
  readonly durationMs: number;
  readonly error: TryError | null;
  readonly exit: ReturnType<typeof exitOf> | null;
}

/** What an `EmptyOperator` does. */
const nothing: TaskMock = { state: "success", returnValue: undefined, length: null, durationMs: 0 };

const fullBacklog = 16_000_000;
const largeXCom = 1_000_000;
/** Larger values are not kept in the record. */
const largestRecorded = 4_000_000;

function recorded(text: string): { readonly value: string | null; readonly bytes: number } {
  return { value: text.length > largestRecorded ? null : text, bytes: text.length };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function named(instance: TaskInstance): {
  readonly taskId: string;
  readonly mapIndex: number | null;
} {
  return {
    taskId: instance.node.task.taskId,
    mapIndex: instance.mapIndex < 0 ? null : instance.mapIndex,
  };
}

function exitOf(exited: { readonly code: number | null; readonly signal: string | null }): {
  readonly code: number | null;
  readonly signal: string | null;
} {
  return { code: exited.code, signal: exited.signal };
}
