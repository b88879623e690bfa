import type { DagDescription } from "../../model/run/description.ts";
import type { RunEvent } from "../../model/run/events.ts";
import type {
  FromGuard,
  FromHost,
  Outcome,
  StartTry,
  ToGuard,
  ToHost,
} from "../../protocol/runner.ts";
import type { Pipe, Ports, RunningProcess } from "../../runner/ports.ts";
import { usualOptions, type RunOptions } from "../../runner/runner.ts";

/** What a task of a fake host does in one try. */
export interface FakeTry {
  /** Messages before the outcome; requests are answered before the next goes out. */
  readonly says?: readonly FakeMessage[];
  readonly outcome?: Partial<Pick<Outcome, "state" | "message" | "error">>;
  /** Ends without an outcome. */
  readonly dies?: { readonly code: number | null; readonly signal: string | null };
  /** Virtual milliseconds until it ends; until it is killed if infinite. */
  readonly takes?: number;
  /** Ignores TERM. */
  readonly stubborn?: boolean;
}

type FakeMessage = Distribute<Exclude<FromHost, { kind: "ready" | "failed" }>>;
type Distribute<M> = M extends { readonly ti: string } ? Omit<M, "ti"> : never;

/** A Python side without Python, in virtual time. */
export class FakeBridge {
  readonly ports: Ports;
  /** Everything that was sent to hosts. */
  readonly sent: ToHost[] = [];
  readonly replies: unknown[] = [];
  /** Tries that are under way. */
  readonly alive = new Map<string, () => void>();
  now = 1_700_000_000_000;
  readonly #dag: DagDescription;
  readonly #doing: (start: StartTry) => FakeTry;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];
  #uuid = 0;
  #endGuard: (() => void) | undefined;
  guards = 0;
  /** Version that the Python side says it has. */
  airflow = "3";

  constructor(
    dag: DagDescription,
    doing: (start: StartTry) => FakeTry = () => ({}),
    morePipes = true,
  ) {
    this.#dag = dag;
    this.#doing = doing;
    this.ports = {
      spawn: (_, args, { channels }) =>
        args.includes("--host") ? this.#spawnHost() : this.#spawn(channels),
      now: () => this.now,
      after: (ms, callback) => this.#after(ms, callback),
      uuid: () => `ti-${++this.#uuid}`,
      morePipes,
    };
  }

  /** Lets virtual time pass until the promise is fulfilled. */
  async drive<T>(wanted: Promise<T>): Promise<T> {
    const over = wanted.then(
      () => true,
      () => true,
    );
    for (let idle = 0; idle < 50; idle = this.step() ? 0 : idle + 1) {
      const turn = new Promise<false>((next) => setImmediate(next, false));
      if (await Promise.race([over, turn])) return wanted;
    }
    throw new Error("Nothing happens any more, and it is not done.");
  }

  /** Goes on to the next timer. Answers false if there is none. */
  step(): boolean {
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (!next) return false;
    this.#timers = this.#timers.filter((one) => one !== next);
    this.now = Math.max(this.now, next.at);
    next.callback();
    return true;
  }

  /** The guard and all below it are killed. */
  killGuard(): void {
    this.alive.clear();
    this.#endGuard?.();
  }

  #after(ms: number, callback: () => void): () => void {
    const timer = { at: this.now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  #spawn(channelCount: number): RunningProcess {
    this.guards++;
    const ends: (() => void)[] = [];
    const end = (): void => {
      for (const one of ends) one();
    };
    this.#endGuard = end;
    const control = fakePipe((line) => {
      this.#guardHears(JSON.parse(line) as ToGuard, control.tell, channels, end);
    });
    const channels = Array.from({ length: channelCount }, () => {
      const channel = fakePipe((line) => {
        this.#hostHears(JSON.parse(line) as ToHost, channel.tell);
      });
      return channel;
    });
    queueMicrotask(() => {
      const base: FromGuard = { kind: "base", pid: 1, ms: 5, ...engine };
      control.tell(base);
    });
    return {
      pid: 1,
      control: control.pipe,
      channels: channels.map(({ pipe }) => pipe),
      onErrorText: () => undefined,
      onEnd: (listener) => {
        ends.push(() => {
          listener({ code: null, signal: "SIGKILL", problem: null });
        });
      },
      kill: end,
    };
  }

  /** One process for one file, which speaks on stdin and stdout alone. */
  #spawnHost(): RunningProcess {
    this.guards++;
    const ends: (() => void)[] = [];
    const end = (): void => {
      for (const one of ends) one();
    };
    this.#endGuard = end;
    const control = fakePipe((line) => {
      const message = JSON.parse(line) as ToHost | ToGuard;
      if (message.kind === "open") {
        control.tell({ kind: "base", pid: 1, ms: 5, ...engine });
        control.tell({
          kind: "ready",
          ms: 3,
          threads: 1,
          errors: [],
          dags: [this.#dag],
          ...engine,
          airflow: this.airflow,
        });
      } else if (message.kind === "shutdown") end();
      else this.#hostHears(message as ToHost, control.tell);
    });
    return {
      pid: 1,
      control: control.pipe,
      channels: [],
      onErrorText: () => undefined,
      onEnd: (listener) => {
        ends.push(() => {
          listener({ code: 0, signal: null, problem: null });
        });
      },
      kill: end,
    };
  }

  #guardHears(
    message: ToGuard,
    tell: (message: object) => void,
    channels: readonly { readonly tell: (message: object) => void }[],
    end: () => void,
  ): void {
    if (message.kind === "open") {
      const channel = channels[message.channel];
      if (this.hangs) return;
      queueMicrotask(() =>
        channel?.tell({
          kind: "ready",
          ms: 3,
          threads: 1,
          errors: [],
          dags: [this.#dag],
          ...engine,
          airflow: this.airflow,
        }),
      );
    } else if (message.kind === "close") {
      const channel = channels[message.channel];
      for (const [ti, end] of this.alive) if (this.#channels.get(ti) === channel?.tell) end();
      tell({ kind: "closed", channel: message.channel, status: 0 });
    } else end();
  }

  #hostHears(message: ToHost, tell: (message: object) => void): void {
    this.sent.push(message);
    if (message.kind === "start") void this.#try(message, tell);
    if (message.kind === "trigger") {
      tell({ kind: "started", ti: message.ti, pid: 3 });
      tell({ kind: "event", ti: message.ti, ...this.event });
      tell({ kind: "exited", ti: message.ti, code: 0, signal: null, ms: 1, cpuMs: 1, rssKb: 1 });
    }
    if (message.kind === "callback") {
      tell({ kind: "started", ti: message.ti, pid: 4 });
      tell({ kind: "outcome", ti: message.ti, state: "success", message: {}, error: null });
      tell({ kind: "exited", ti: message.ti, code: 0, signal: null, ms: 1, cpuMs: 1, rssKb: 1 });
    }
    if (message.kind === "reply") this.replies.push(message.body);
    if (message.kind === "kill") this.#kill(message.ti, message.signal);
  }

  /** Never answers what it was asked to load. */
  hangs = false;
  /** What comes of each trigger. */
  event: { readonly nextKwargs: string; readonly nextMethod?: string } = {
    nextKwargs: '{"event": 1}',
  };

  /** By which way each try talks. */
  readonly #channels = new Map<string, (message: object) => void>();
  readonly #kills = new Map<string, (signal: string) => void>();

  #kill(ti: string, signal: string): void {
    this.#kills.get(ti)?.(signal);
  }

  async #try(start: StartTry, tell: (message: object) => void): Promise<void> {
    const { ti } = start;
    const doing = this.#doing(start);
    tell({ kind: "started", ti, pid: 2 });
    const exit = (code: number | null, signal: string | null): void => {
      if (!this.alive.delete(ti)) return;
      tell({ kind: "exited", ti, code, signal, ms: 1, cpuMs: 1, rssKb: 1 });
    };
    this.#channels.set(ti, tell);
    this.alive.set(ti, () => {
      this.alive.delete(ti);
    });
    this.#kills.set(ti, (signal) => {
      if (signal === "SIGKILL" || doing.stubborn !== true) exit(null, signal);
    });
    await Promise.resolve();
    for (const message of doing.says ?? []) tell({ ...message, ti });
    if (doing.takes === Infinity) return;
    this.#after(doing.takes ?? 0, () => {
      if (!this.alive.has(ti)) return;
      if (doing.dies) {
        exit(doing.dies.code, doing.dies.signal);
        return;
      }
      tell({ kind: "outcome", ti, state: "success", message: {}, error: null, ...doing.outcome });
      exit(0, null);
    });
  }
}

/** Options for a run on a fake bridge that records nothing. */
export function fakeOptions(more: Partial<RunOptions> = {}): RunOptions {
  return {
    ...usualOptions,
    file: "/w/dags/d.py",
    workspace: "/w",
    python: "python3",
    env: {},
    runsFolder: null,
    bridgeFolder: "/bridge",
    ...more,
  };
}

/** Events as short lines: kind, task, and what matters of it. */
export function eventLines(events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => {
    if (!("taskId" in event)) return event.kind;
    const index = "mapIndex" in event && event.mapIndex !== null ? `[${event.mapIndex}]` : "";
    const more =
      event.kind === "finished" ? ` ${event.state}` : "try" in event ? ` ${event.try}` : "";
    return `${event.kind} ${event.taskId}${index}${more}`;
  });
}

const engine = {
  engine: "lite",
  airflow: "3",
  installed: null,
  python: "3.11.7",
  executable: "/usr/bin/python3",
  forks: true,
} as const;

function fakePipe(hear: (line: string) => void): {
  pipe: Pipe;
  tell: (message: object) => void;
} {
  let listener: (line: string) => void = () => undefined;
  return {
    pipe: {
      send: (line) => {
        queueMicrotask(() => {
          hear(line);
        });
      },
      onLine: (one) => (listener = one),
      onEnd: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      end: () => undefined,
    },
    tell: (message) => {
      listener(JSON.stringify(message));
    },
  };
}
