// Loops over generators whose code runs between the rounds, as Python does it.
import type { IteratorValue, UnknownValue, Value } from "../value.ts";
import { standOn, type Run } from "./run.ts";

/** What a round gives when the loop ends with it. */
interface Left<T> {
  readonly value: T;
}

/** A loop that is left while a generator waits at its `yield`; no code under evaluation may catch it. */
class Leaving extends Error {
  override readonly name = "Leaving";
  readonly ending: { readonly value: unknown } | { readonly error: unknown };

  constructor(ending: Leaving["ending"]) {
    super();
    this.ending = ending;
  }
}

/**
 * Runs `round` for each item that a generator gives, at the very moment when it gives it; a round that answers something ends
 * the loop with that. Before: nobody has asked the generator for anything.
 */
export function driveEach<T>(
  run: Run,
  generator: Drivable,
  round: (item: Value) => Left<T> | undefined,
): Left<T> | undefined {
  const { frame, catchers } = run;
  const depth = run.frames.length;
  const drive = start(generator);
  try {
    drive((item) => {
      const inner = { frame: run.frame, catchers: run.catchers };
      // The round belongs to the frame that holds the loop.
      const above = run.frames.splice(depth);
      run.frame = frame;
      run.catchers = catchers;
      let left: Left<T> | undefined;
      try {
        left = round(item);
      } catch (error) {
        throw new Leaving({ error });
      } finally {
        run.frames.length = depth;
        run.frames.push(...above);
        run.frame = inner.frame;
        run.catchers = inner.catchers;
      }
      if (left) throw new Leaving(left);
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof Leaving)) throw error;
    standOn(run, { frame, depth });
    run.catchers = catchers;
    generator.uncertain = leftInTheMiddle;
    if ("error" in error.ending) throw error.ending.error;
    // Only the round above makes one.
    return error.ending as Left<T>;
  }
}

const leftInTheMiddle: UnknownValue = {
  kind: "unknown",
  reason: "what a generator gives after a loop left it is not followed",
};

/** A generator that nobody has asked for anything yet. */
export type Drivable = IteratorValue;

/** Whether a value is one. */
export function isDrivable(value: Value): value is Drivable {
  return value.kind === "iterator" && value.pending !== undefined && value.drive !== undefined;
}

/** Whether it is one, or such a generator expression. */
export function isAskable(value: Value): value is Drivable {
  if (value.kind !== "iterator" || !value.pending) return false;
  return value.drive !== undefined || value.hand !== undefined;
}

/** Takes the code of a generator out of it: it runs once. */
export function start(generator: IteratorValue): NonNullable<IteratorValue["drive"]> {
  const drive = generator.drive ?? generator.hand;
  generator.pending = undefined;
  generator.drive = undefined;
  generator.hand = undefined;
  return drive ?? (() => undefined);
}
