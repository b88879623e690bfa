import type { Span } from "../text/span.ts";

/**
 * How much is known of something read statically: `certain` (literally there), `inferred` (through loops, helpers or
 * imports that were followed; still a claim), `dynamic` (may be, may be many, may be absent: known when Python runs).
 */
export type Certainty = "certain" | "inferred" | "dynamic";

/** Something that cannot be known before it runs, and why. */
export interface Unknown {
  readonly span: Span;
  readonly reason: string;
}
