import type { RunRow } from "./runTree.ts";

/** The row of the Runs view that a command was called with. */
export function rowOf(given: unknown): RunRow | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if (!("runId" in given) || !("kind" in given)) return undefined;
  return given as RunRow; // Only our own rows and messages have both.
}
