/** Where a command speaks: results to `out`, progress and logs to `err`. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isInteractive: boolean;
  out(text: string): void;
  err(text: string): void;
}

/** One subcommand of `dagsight`. */
export interface Command {
  readonly name: string;
  /** The line of `dagsight help`. */
  readonly summary: string;
  readonly usage: string;
  /** Answers the exit code: 0 fine, 1 findings or a failed run, 2 wrong usage. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** Wrong usage or unreadable input: one clear line on stderr, exit code 2. */
export class UsageError extends Error {}
