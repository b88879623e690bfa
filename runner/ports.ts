/** The world outside, as the runner sees it: processes, the clock, timers. Tests give their own. */
export interface Ports {
  readonly spawn: Spawn;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back after a time; answers how to call it off. */
  readonly after: (ms: number, callback: () => void) => () => void;
  readonly uuid: () => string;
  /** Whether a program can be given more pipes than its stdin, stdout and stderr. */
  readonly morePipes: boolean;
}

/** Starts a program with `channels` duplex pipes besides its stdin and stdout. */
export type Spawn = (
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly channels: number;
  },
) => RunningProcess;

/** A program that was started, or could not be: then `onEnd` says so soon. */
export interface RunningProcess {
  readonly pid: number | undefined;
  /** Its stdin and stdout. */
  readonly control: Pipe;
  readonly channels: readonly Pipe[];
  onErrorText(listener: (text: string) => void): void;
  /** Called once; `problem` when it could not be started. */
  onEnd(
    listener: (end: { code: number | null; signal: string | null; problem: string | null }) => void,
  ): void;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/** A two-way stream of lines; each side's lines end with `\n`. */
export interface Pipe {
  /** Writes one line, without its end. Writing to an end that is gone does nothing. */
  send(line: string): void;
  /** One listener at a time: a later one takes over. */
  onLine(listener: (line: string) => void): void;
  onEnd(listener: () => void): void;
  /** Stops reading until `resume`, so that a flood waits in Python. */
  pause(): void;
  resume(): void;
  end(): void;
}
