import type { TextEdit } from "./span.ts";

/** The text after the edits, which must not overlap; edits of other files are left out. */
export function applyEdits(file: string, text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { span, newText } of [...edits].reverse().sort(byStartDescending)) {
    if (span.file !== file) continue;
    result = result.slice(0, span.start) + newText + result.slice(span.end);
  }
  return result;
}

/** Whether two edits touch the same text, so that only one of them can be made. */
export function overlap(a: TextEdit, b: TextEdit): boolean {
  if (a.span.file !== b.span.file) return false;
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

function byStartDescending(a: TextEdit, b: TextEdit): number {
  return b.span.start - a.span.start;
}
