import { notes } from "../../model/memo.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { IdUse } from "./idUse.ts";
import { idUsesIn } from "./idUses.ts";

const known = notes<Snapshot["reading"], readonly IdUse[]>();

/** The places of a snapshot's file that name something, worked out once for each reading of a text. */
export function idUsesOf(snapshot: Snapshot): readonly IdUse[] {
  const before = known.get(snapshot.reading);
  if (before) return before;
  const found = idUsesIn(snapshot);
  known.set(snapshot.reading, found);
  return found;
}
