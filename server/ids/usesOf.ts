import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { IdUse } from "./idUse.ts";
import { idUsesIn } from "./idUses.ts";

const known = new WeakMap<Snapshot["reading"], readonly IdUse[]>();

/** The places of a snapshot's file that name something, worked out once for each reading of a text. */
export function idUsesOf(snapshot: Snapshot): readonly IdUse[] {
  const found = known.get(snapshot.reading) ?? idUsesIn(snapshot);
  known.set(snapshot.reading, found);
  return found;
}
