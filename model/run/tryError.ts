/** The exception that ended a try, secrets masked. */
export interface TryError {
  readonly type: string;
  readonly message: string;
  /** Innermost line (from 1) of the user's own code. */
  readonly file: string | null;
  readonly line: number | null;
  readonly traceback: string | null;
}
