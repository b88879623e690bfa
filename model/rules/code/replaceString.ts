import type { Span, TextEdit } from "../../text/span.ts";

/**
 * Replaces a text inside a string literal, quotes kept; undefined when it is not written there just so. `span` is the
 * literal with or without its quotes, or something longer that holds the text once.
 */
export function replaceString(
  { text, file }: { readonly text: string; readonly file: string },
  span: Span,
  written: string,
  newText: string,
): TextEdit | undefined {
  if (span.file !== file || written === "") return undefined;
  const found = text.slice(span.start, span.end);
  const at = found.indexOf(written);
  if (at === -1 || found.includes(written, at + 1)) return undefined;
  const start = span.start + at;
  return { span: { file, start, end: start + written.length }, newText };
}
