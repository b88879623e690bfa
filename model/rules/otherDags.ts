import type { OtherDag } from "./rule.ts";

/** The DAGs of all files but one, by id; `own` are the ids that this one file makes. */
export function dagsBeside(
  all: ReadonlyMap<string, readonly OtherDag[]>,
  file: string,
  own: Iterable<string>,
): ReadonlyMap<string, readonly OtherDag[]> {
  let others: Map<string, readonly OtherDag[]> | undefined;
  for (const dagId of own) {
    const elsewhere = (all.get(dagId) ?? []).filter((dag) => dag.file !== file);
    others ??= new Map(all);
    if (elsewhere.length > 0) others.set(dagId, elsewhere);
    else others.delete(dagId);
  }
  return others ?? all;
}
