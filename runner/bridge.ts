import { join } from "node:path";

import type { EngineDescription } from "../model/run/engineDescription.ts";
import type { FromGuard, FromHost, Ready, ToGuard, ToHost } from "../protocol/runner.ts";
import { parseMessage } from "./parseMessage.ts";
import type { Pipe, Ports, RunningProcess } from "./ports.ts";

/** How a bridge is started. */
export interface BridgeOptions {
  /** The interpreter. */
  readonly python: string;
  /** Folder that holds `guard.py`. */
  readonly folder: string;
  readonly engine: "lite" | "airflow" | "auto";
  /** Version that `airflow_lite` plays when the interpreter has none. */
  readonly airflow: "2" | "3";
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where descriptors beyond 2 cannot be handed on: one process a file. */
  readonly direct: boolean;
}

/** A file to load, and what its host gets besides. */
export interface OpenRequest {
  readonly file: string;
  readonly dagsFolder: string;
  readonly workspace: string;
  /** Set in the host: Variables and connections of the local file. */
  readonly env: Readonly<Record<string, string>>;
  readonly loadTimeout: number;
  readonly load: "once" | "each";
}

/** One loaded file: a process from which its tries are started. */
export interface Host {
  readonly ready: Promise<Ready>;
  send(message: ToHost): void;
  /** Told of everything but `ready`; and of the end, once, with why. */
  listen(onMessage: (message: FromHost) => void, onEnd: (why: string) => void): void;
  pause(): void;
  resume(): void;
  /** Kills it and everything below it; answers when nothing is left. */
  close(): Promise<void>;
}

/** The Python side could not do what was asked: a sentence for the user. */
export class BridgeProblem extends Error {}

/** The processes of one interpreter: a guard with its base, and a host for each opened file. */
export class Bridge {
  readonly #options: BridgeOptions;
  readonly #ports: Ports;
  readonly #onEnded: () => void;
  readonly #guard: RunningProcess | undefined;
  readonly #hosts = new Map<number, ChannelHost>();
  readonly #direct = new Set<RunningProcess>();
  readonly #base: Promise<EngineDescription> | undefined;
  #opening = 0;
  #errorText = "";
  #ended: string | undefined;

  /** `onEnded` is called when a process of this bridge is gone: nothing below it may be left. */
  constructor(options: BridgeOptions, ports: Ports, onEnded: () => void) {
    this.#onEnded = onEnded;
    this.#options = options;
    this.#ports = ports;
    if (!options.direct) {
      this.#guard = this.#spawn(["--channels", String(channelCount)], channelCount);
      this.#base = this.#listen(this.#guard);
      // Whoever opens a file hears of it; warming up alone need not.
      this.#base.catch(() => undefined);
    }
  }

  /** Why it can no longer be used; undefined while it can. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Counts what is being opened too, so that many runs may start in one moment. */
  get isFull(): boolean {
    return this.#guard !== undefined && this.#hosts.size + this.#opening >= channelCount;
  }

  get pid(): number | undefined {
    return this.#guard?.pid;
  }

  /** Loads a file in a process of its own. */
  async open(request: OpenRequest): Promise<Host> {
    if (!this.#guard) return this.#openDirect(request);
    this.#opening++;
    try {
      await this.#base;
    } finally {
      this.#opening--;
    }
    if (this.#ended !== undefined) throw new BridgeProblem(this.#ended);
    const channel = this.#guard.channels.findIndex((_, index) => !this.#hosts.has(index));
    const pipe = this.#guard.channels[channel];
    if (!pipe) throw new BridgeProblem("Too many files are running at once.");
    const guard = this.#guard;
    const host = new ChannelHost(pipe, () => {
      this.#tellGuard({ kind: "close", channel });
      // A guard that does not answer is of no use to the others either.
      const callOff = this.#ports.after(closeLimitMs, () => {
        guard.kill("SIGKILL");
      });
      host.onceEnded(callOff);
    });
    this.#hosts.set(channel, host);
    this.#tellGuard({ kind: "open", channel, ...request });
    return host;
  }

  /** Ends everything: asks first, then kills. */
  async dispose(): Promise<void> {
    const all = [...(this.#guard ? [this.#guard] : []), ...this.#direct];
    await Promise.all(all.map((process) => this.#end(process)));
  }

  #end(process: RunningProcess): Promise<void> {
    if (this.#ended !== undefined && process === this.#guard) return Promise.resolve();
    return new Promise((done) => {
      const callOff = this.#ports.after(3000, () => {
        process.kill("SIGKILL");
      });
      process.onEnd(() => {
        callOff();
        done();
      });
      process.control.send(JSON.stringify({ kind: "shutdown" }));
      process.control.end();
    });
  }

  #spawn(more: readonly string[], channels: number): RunningProcess {
    const { python, folder, engine, airflow, cwd, env } = this.#options;
    const args = [join(folder, "guard.py"), "--engine", engine, "--airflow", airflow, ...more];
    const process = this.#ports.spawn(python, args, { cwd, env, channels });
    process.onErrorText((text) => (this.#errorText = (this.#errorText + text).slice(-20_000)));
    return process;
  }

  #listen(guard: RunningProcess): Promise<EngineDescription> {
    return new Promise((resolve, reject) => {
      guard.control.onLine((line) => {
        const message = parseMessage(line) as FromGuard | undefined;
        if (message?.kind === "base") resolve(message);
        else if (message?.kind === "closed") this.#closed(message.channel, message.status);
        else if (message?.kind === "failed") {
          if (message.channel === undefined) reject(new BridgeProblem(message.text));
          else this.#hosts.get(message.channel)?.fail(message.text);
        }
      });
      guard.onEnd((end) => {
        this.#ended = this.#whyEnded(end);
        this.#onEnded();
        reject(new BridgeProblem(this.#ended));
        for (const host of this.#hosts.values()) host.end(this.#ended);
        this.#hosts.clear();
      });
    });
  }

  #closed(channel: number, status: number): void {
    const host = this.#hosts.get(channel);
    this.#hosts.delete(channel);
    host?.end(status === 0 ? "Python ended." : `Python ended with status ${status}.`);
  }

  #whyEnded(end: { code: number | null; signal: string | null; problem: string | null }): string {
    const said = this.#errorText.trim().split("\n").at(-1) ?? "";
    if (end.problem !== null) return `Could not start ${this.#options.python}: ${end.problem}`;
    const how = end.signal === null ? `with exit code ${end.code ?? 0}` : `by ${end.signal}`;
    return `Python ended ${how}.${said === "" ? "" : ` It said: ${said}`}`;
  }

  #tellGuard(message: ToGuard): void {
    this.#guard?.control.send(JSON.stringify(message));
  }

  #openDirect(request: OpenRequest): Host {
    const process = this.#spawn(["--host"], 0);
    this.#direct.add(process);
    const host = new ChannelHost(process.control, () => {
      void this.#end(process);
    });
    process.onEnd((end) => {
      this.#direct.delete(process);
      this.#onEnded();
      host.end(this.#whyEnded(end));
    });
    process.control.send(JSON.stringify({ kind: "open", channel: 0, ...request }));
    return host;
  }
}

/** Files that one guard can have open. */
const channelCount = 8;

/** How long a host may take to be gone with all below it. */
const closeLimitMs = 15_000;

/** One channel of a guard, while one file is open on it. Pipes outlive hosts, so listeners are replaced, not added. */
class ChannelHost implements Host {
  readonly ready: Promise<Ready>;
  readonly #pipe: Pipe;
  readonly #askToClose: () => void;
  readonly #ended: Promise<undefined>;
  #onMessage: (message: FromHost) => void = () => undefined;
  #onEnd: (why: string) => void = () => undefined;
  readonly #settle: { ready(message: Ready): void; refuse(problem: BridgeProblem): void };
  readonly #resolveEnded: () => void;
  #isOver = false;

  constructor(pipe: Pipe, askToClose: () => void) {
    this.#pipe = pipe;
    this.#askToClose = askToClose;
    const { promise, resolve, reject } = promiseOf<Ready>();
    this.ready = promise;
    this.#settle = { ready: resolve, refuse: reject };
    const ended = promiseOf<undefined>();
    this.#ended = ended.promise;
    this.#resolveEnded = () => {
      ended.resolve(undefined);
    };
    pipe.onLine((line) => {
      this.#hear(line);
    });
  }

  send(message: ToHost): void {
    if (!this.#isOver) this.#pipe.send(JSON.stringify(message));
  }

  listen(onMessage: (message: FromHost) => void, onEnd: (why: string) => void): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
  }

  pause(): void {
    this.#pipe.pause();
  }

  resume(): void {
    this.#pipe.resume();
  }

  async close(): Promise<void> {
    if (!this.#isOver) this.#askToClose();
    await this.#ended;
  }

  onceEnded(callback: () => void): void {
    void this.#ended.then(callback);
  }

  fail(text: string): void {
    this.#settle.refuse(new BridgeProblem(text));
  }

  end(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#settle.refuse(new BridgeProblem(why));
    this.#onEnd(why);
    this.#resolveEnded();
  }

  #hear(line: string): void {
    if (this.#isOver) return;
    const message = parseMessage(line) as FromHost | undefined;
    if (message?.kind === "ready") this.#settle.ready(message);
    else if (message?.kind === "failed") this.fail(message.text);
    else if (message) this.#onMessage(message);
  }
}

/** A promise with its two ends outside. An answer that nobody awaits any more is no error. */
function promiseOf<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (problem: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (problem: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onProblem) => {
    resolve = onValue;
    reject = onProblem;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
