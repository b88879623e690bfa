import type { ClassValue } from "../../python/value.ts";
import type { Session } from "./session.ts";

/** The class of a name, made once for each file that is read. */
export function classFor(session: Session, name: string, make: () => ClassValue): ClassValue {
  const known = session.classes.get(name);
  if (known) return known;
  const made = make();
  session.classes.set(name, made);
  return made;
}
