import type { Span } from "../text/span.ts";
import type {
  BoolValue,
  FloatValue,
  IntValue,
  IteratorValue,
  NoneValue,
  StrValue,
  TupleValue,
  UnknownValue,
  Value,
} from "./value.ts";
import { withMore } from "../withMore.ts";

/** `None`, where its place does not matter. */
export const none: NoneValue = { kind: "none" };

const yes: BoolValue = { kind: "bool", value: true };
const no: BoolValue = { kind: "bool", value: false };

/** `True` or `False`. */
export function bool(value: boolean): BoolValue {
  return value ? yes : no;
}

export function int(value: bigint | number): IntValue {
  return { kind: "int", value: BigInt(value) };
}

export function float(value: number): FloatValue {
  return { kind: "float", value };
}

export function str(value: string, span?: Span): StrValue {
  return { kind: "str", value, span };
}

export function tuple(items: readonly Value[], span?: Span): TupleValue {
  return { kind: "tuple", items, span };
}

/** An iterator over what is known already. */
export function iterator(items: readonly Value[], uncertain?: UnknownValue): IteratorValue {
  return { kind: "iterator", items, position: 0, uncertain };
}

/** An unknown that goes back to another one: same reason, same place. */
export function unknownFrom(cause: UnknownValue, pattern?: string): UnknownValue {
  const path = cause.path?.startsWith(libraryData) ? cause.path : undefined;
  return {
    kind: "unknown",
    reason: cause.reason,
    span: cause.span,
    pattern,
    path,
    zone: cause.zone,
  };
}

/** The path of unknown data that a followed library gave: whatever it is, it is no code of the workspace's. */
export const libraryData = "builtins.object";

/** An iterator whose code runs when somebody first asks for an item. */
export function lazyIterator(
  pending: NonNullable<IteratorValue["pending"]>,
  drive?: IteratorValue["drive"],
): IteratorValue {
  return { kind: "iterator", items: [], position: 0, uncertain: undefined, pending, drive };
}

/** The iterator with its items made. */
export function settled(value: IteratorValue): IteratorValue {
  const { pending } = value;
  if (!pending) return value;
  value.pending = undefined;
  const { items, uncertain } = pending();
  value.items = items;
  value.uncertain = uncertain;
  return value;
}

/** The same value, marked as true but not literally there, if what it was made from is. */
export function inferredFrom(value: Value, ...sources: readonly (Value | undefined)[]): Value {
  for (const source of sources)
    if (source?.inferred !== undefined && value.inferred === undefined)
      return value.kind === "instance" || value.kind === "class" || value.kind === "module"
        ? value
        : withMore(value, { inferred: source.inferred });
  return value;
}
