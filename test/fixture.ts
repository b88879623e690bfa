/** A stretch of a fixture's text that was marked, with its label if it has one. */
export interface Mark {
  readonly file: string;
  readonly label: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A small workspace written as one string. */
export interface Fixture {
  /** Texts without their markers, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
  /** Where `<|>` stands, if it does. */
  readonly cursor: { readonly file: string; readonly offset: number } | undefined;
}

/**
 * Reads a fixture: `#- path` starts a file (text before the first is `dag.py`), `<|text|>` marks a span,
 * `<|label: text|>` a named one (labels are words of letters, digits and dashes), and `<|>` is the cursor. Marks may nest.
 */
export function readFixture(source: string): Fixture {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  let cursor: Fixture["cursor"];
  for (const [file, marked] of splitFiles(source)) {
    const read = readMarks(file, marked);
    files.set(file, read.text);
    marks.push(...read.marks);
    if (read.cursor !== undefined) cursor = { file, offset: read.cursor };
  }
  return { files, marks, cursor };
}

function splitFiles(source: string): [string, string][] {
  const parts = dedent(source).split(/^#- (\S+)[ \t]*\n/m);
  const files: [string, string][] = [];
  const [first = ""] = parts;
  if (first.trim() || parts.length === 1) files.push(["dag.py", first]);
  for (let i = 1; i < parts.length; i += 2) files.push([parts[i] ?? "", parts[i + 1] ?? ""]);
  return files;
}

function readMarks(
  file: string,
  marked: string,
): { text: string; marks: Mark[]; cursor: number | undefined } {
  const open: { label: string | undefined; start: number }[] = [];
  const marks: Mark[] = [];
  let text = "";
  let cursor: number | undefined;
  const token = /<\|>|<\|(?:([\w-]+): )?|\|>/g;
  let last = 0;
  for (const match of marked.matchAll(token)) {
    text += marked.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0] === "<|>") cursor = text.length;
    else if (match[0] === "|>") {
      const opened = open.pop();
      if (!opened) throw new Error(`A mark in ${file} ends that never began.`);
      marks.push({ file, label: opened.label, start: opened.start, end: text.length });
    } else open.push({ label: match[1], start: text.length });
  }
  if (open.length > 0) throw new Error(`A mark in ${file} never ends.`);
  text += marked.slice(last);
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text, marks, cursor };
}

/** Removes a first empty line and the indentation that all lines share, so that fixtures may be indented with the test. */
export function dedent(source: string): string {
  const body = source.startsWith("\n") ? source.slice(1) : source;
  const indents = body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents, 1000);
  if (shared === 0 || indents.length === 0) return body;
  return body
    .split("\n")
    .map((line) => line.slice(Math.min(shared, line.length)))
    .join("\n");
}
