import { positionAt, type LineIndex } from "../text/lineIndex.ts";
import type { Finding, Fix } from "./finding.ts";

/** The two ways to silence one finding by a comment: on its line, and in the whole file. */
export function suppressFixes(finding: Finding, text: string, lines: LineIndex): readonly Fix[] {
  const onLine = ignoreOnLine(finding, text, lines);
  const inFile = ignoreInFile(finding, text);
  return onLine ? [onLine, inFile] : [inFile];
}

/** Adds the code to the comment at the line's end, or a new one; undefined where no comment can stand. */
function ignoreOnLine(finding: Finding, text: string, lines: LineIndex): Fix | undefined {
  const { line } = positionAt(lines, finding.span.start);
  const start = lines.starts[line] ?? 0;
  if (endsInString(text.slice(0, lines.starts[line + 1] ?? text.length))) return undefined;
  const content = text.slice(start, lines.starts[line + 1] ?? text.length).replace(/[\r\n]+$/, "");
  const existing = /#\s*dagsight:\s*ignore\s*\[([^\]]*)/.exec(content);
  const code = content.trimEnd();
  if (code.endsWith("\\")) return undefined;
  const at = start + (existing ? existing.index + existing[0].length : code.length);
  const newText = existing
    ? `${existing[1]?.trim() ? ", " : ""}${finding.code}`
    : `  # dagsight: ignore[${finding.code}]`;
  return {
    title: `Ignore ${finding.code} on this line`,
    edits: [{ span: { file: finding.span.file, start: at, end: at }, newText }],
    preferred: false,
  };
}

/** Adds a comment before the first statement, below a shebang and an encoding line. */
function ignoreInFile(finding: Finding, text: string): Fix {
  const head = /^(?:#!.*\n)?(?:#.*coding[:=].*\n)?/.exec(text)?.[0] ?? "";
  const newText = `# dagsight: ignore-file[${finding.code}]\n`;
  return {
    title: `Ignore ${finding.code} in this file`,
    edits: [{ span: { file: finding.span.file, start: head.length, end: head.length }, newText }],
    preferred: false,
  };
}

/** Whether a text ends inside a triple-quoted string: those it has are odd in number. */
function endsInString(before: string): boolean {
  return (before.match(/"""|'''/g) ?? []).length % 2 === 1;
}
