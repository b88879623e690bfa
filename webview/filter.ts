/** Which tasks are to be seen. */
export interface Filter {
  readonly relation: "all" | "up" | "down" | "both";
  readonly of: string | null;
  /** How many edges away at most; null for any number. */
  readonly steps: number | null;
  readonly state: string | null;
  readonly group: string | null;
}

export const noFilter: Filter = {
  relation: "all",
  of: null,
  steps: null,
  state: null,
  group: null,
};

/** Whether a filter hides nothing. */
export function isEmpty({ relation, of, state, group }: Filter): boolean {
  return (relation === "all" || of === null) && state === null && group === null;
}
