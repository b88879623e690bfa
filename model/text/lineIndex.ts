/** A place as the Language Server Protocol counts it: line and UTF-16 code unit, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Two positions, end exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Where each line of one text starts: turns offsets into positions and back. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

/** Indexes the lines of a text. `\n`, `\r\n` and a lone `\r` end a line. */
export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  // A search from end to end of a line is far quicker than a look at each character.
  let feed = text.indexOf("\n");
  let carriage = text.indexOf("\r");
  while (feed >= 0 || carriage >= 0) {
    const isFeed = carriage < 0 || (feed >= 0 && feed <= carriage + 1);
    const end = isFeed ? feed : carriage;
    starts.push(end + 1);
    if (isFeed) feed = text.indexOf("\n", end + 1);
    if (carriage >= 0 && carriage <= end) carriage = text.indexOf("\r", end + 1);
  }
  return { starts, length: text.length };
}

/** The position of an offset; one outside the text is moved to its nearest end. */
export function positionAt(lines: LineIndex, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, lines.length));
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines.starts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: inside - (lines.starts[low] ?? 0) };
}

/** The offset of a position; one outside its line or the text is moved to the nearest end. */
export function offsetAt(lines: LineIndex, position: Position): number {
  if (position.line < 0) return 0;
  const start = lines.starts[position.line];
  if (start === undefined) return lines.length;
  const next = lines.starts[position.line + 1] ?? lines.length;
  return Math.max(start, Math.min(start + position.character, next));
}

/** The range of two offsets. */
export function rangeAt(
  lines: LineIndex,
  span: { readonly start: number; readonly end: number },
): Range {
  return { start: positionAt(lines, span.start), end: positionAt(lines, span.end) };
}
