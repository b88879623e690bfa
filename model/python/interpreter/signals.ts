import type { Span } from "../../text/span.ts";
import type { InstanceValue, Value } from "../value.ts";

/** A Python exception on its way to whoever catches it. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  readonly value: InstanceValue;
  readonly span: Span;

  constructor(value: InstanceValue, span: Span) {
    super();
    this.value = value;
    this.span = span;
  }
}

/** A budget is used up. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
  readonly reason: string;
  readonly span: Span;

  constructor(reason: string, span: Span) {
    super(reason);
    this.reason = reason;
    this.span = span;
  }
}

/** How a block ends, when not by reaching its end. */
export type Completion =
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" }
  | { readonly kind: "continue" };
