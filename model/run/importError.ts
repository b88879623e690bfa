/** Why a file could not be loaded. */
export interface ImportError {
  readonly file: string;
  /** Innermost line (from 1) of the user's own code, if there is one, and its file. */
  readonly line: number | null;
  readonly lineFile: string | null;
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
}
