/** Where a key is written. */
export interface KeySpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the keys of a valid TOML text are written, by their path joined with NUL. Keys inside inline tables are found too,
 * as long as the table stands on one line; the parser in use tells values, but no places.
 */
export function keySpans(text: string): ReadonlyMap<string, KeySpan> {
  const spans = new Map<string, KeySpan>();
  let table: readonly string[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const header = /^\s*\[([^[\]]+)\]/.exec(line);
    const assignment =
      /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=/.exec(line);
    if (header?.[1] !== undefined) {
      table = pathOf(header[1]);
      addPath(spans, [], header[1], offset + header[0].indexOf("[") + 1);
    } else if (assignment?.[1] !== undefined) {
      addPath(spans, table, assignment[1], offset + line.indexOf(assignment[1]));
      addInline(spans, [...table, ...pathOf(assignment[1])], line, assignment[0].length, offset);
    }
    offset += line.length + 1;
  }
  return spans;
}

/** The keys of an inline table `{ a = 1, b = 2 }`. */
function addInline(
  spans: Map<string, KeySpan>,
  path: readonly string[],
  line: string,
  from: number,
  offset: number,
): void {
  if (!line.slice(from).trimStart().startsWith("{")) return;
  for (const match of line.slice(from).matchAll(/[{,]\s*([\w-]+|"[^"]*")\s*=/g)) {
    const key = match[1] ?? "";
    addPath(spans, path, key, offset + from + match.index + match[0].indexOf(key));
  }
}

function addPath(
  spans: Map<string, KeySpan>,
  table: readonly string[],
  written: string,
  start: number,
): void {
  const path = pathOf(written);
  spans.set([...table, ...path].join("\0"), { start, end: start + written.length });
}

function pathOf(written: string): readonly string[] {
  return Array.from(written.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g), (match) =>
    String(match[1] ?? match[2] ?? match[3]),
  );
}
