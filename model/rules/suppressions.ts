import type { Span } from "../text/span.ts";
import { positionAt, type LineIndex } from "../text/lineIndex.ts";
import type { Finding } from "./finding.ts";

/** One code in one `# dagsight: ignore[…]` or `# dagsight: ignore-file[…]` comment. */
export interface Suppression {
  /** The silenced code; `*` for a comment without brackets, which silences all. */
  readonly code: string;
  /** The line whose findings it silences; undefined for the whole file. */
  readonly line: number | undefined;
  /** The code's text in the comment, or the comment when it names none. */
  readonly span: Span;
}

const comment = /#\s*dagsight:\s*(ignore-file|ignore)\b(?:\s*\[([^\]\n]*)\])?/g;

/** Reads the suppressions of a file. A comment alone on its line speaks for the line below. */
export function suppressionsIn(file: string, text: string, lines: LineIndex): Suppression[] {
  const found: Suppression[] = [];
  for (const match of text.matchAll(comment)) {
    const { line, character } = positionAt(lines, match.index);
    const lineStart = match.index - character;
    const isAlone = text.slice(lineStart, match.index).trim() === "";
    const target = match[1] === "ignore-file" ? undefined : isAlone ? line + 1 : line;
    const list = match[2];
    if (list === undefined) {
      const span = { file, start: match.index, end: match.index + match[0].length };
      found.push({ code: "*", line: target, span });
      continue;
    }
    const listStart = match.index + match[0].indexOf("[") + 1;
    for (const item of list.matchAll(/[^\s,]+/g)) {
      const start = listStart + item.index;
      found.push({
        code: item[0],
        line: target,
        span: { file, start, end: start + item[0].length },
      });
    }
  }
  return found;
}

/** Whether a suppression silences a finding: its line is where the finding's text begins or ends. */
export function silences(suppression: Suppression, finding: Finding, lines: LineIndex): boolean {
  if (suppression.code !== "*" && suppression.code !== finding.code) return false;
  if (suppression.line === undefined) return true;
  const first = positionAt(lines, finding.span.start).line;
  const last = positionAt(lines, finding.span.end).line;
  return suppression.line === first || suppression.line === last;
}
