/** What a folder holds. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/**
 * The workspace as the core sees it: the port through which evaluator and index read. Paths are below the workspace root,
 * with `/`; `""` is the root. Unsaved text of an open document wins over what is on disk. Nothing here throws: a file that
 * is not there, cannot be read or is not text is `undefined`. In a browser a host may answer `undefined` at first, fetch,
 * and have the file read again.
 */
export interface Files {
  /** Where the workspace root lies, as Python would write it: `/home/me/airflow/dags`. Undefined: that is not known. */
  readonly place?: string | undefined;
  /** How many of the folders around the root belong to the same project: `../plugins` may be read. Undefined: none. */
  readonly around?: number | undefined;
  readText(path: string): string | undefined;
  list(path: string): readonly Entry[] | undefined;
}
