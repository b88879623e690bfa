import type { Span, TextEdit } from "../text/span.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** A change of text that makes a finding go away. */
export interface Fix {
  /** Imperative, short: `Remove b >> a`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one right answer, fit for "fix all". */
  readonly preferred: boolean;
}

/** One problem, at a span. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes: readonly Fix[];
}
