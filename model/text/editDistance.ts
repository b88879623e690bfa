/**
 * Edits from one word to the other: a letter more, less or changed, or two neighbours that changed places. Infinity where it
 * takes more than `limit`. Among thousands of names nearly all are given up after a few letters.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const width = endB - start;
  const cell = (row: readonly number[], column: number): number => row[column] ?? Infinity;
  let before: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, column) => column);
  for (let i = start; i < endA; i++) {
    const row = [i - start + 1];
    let least = i - start + 1;
    for (let j = start; j < endB; j++) {
      const column = j - start + 1;
      const same = a.charCodeAt(i) === b.charCodeAt(j);
      let edits = cell(last, column - 1) + (same ? 0 : 1);
      edits = Math.min(edits, cell(last, column) + 1, cell(row, column - 1) + 1);
      if (
        i > start &&
        j > start &&
        a.charCodeAt(i) === b.charCodeAt(j - 1) &&
        a.charCodeAt(i - 1) === b.charCodeAt(j)
      )
        edits = Math.min(edits, cell(before, column - 2) + 1);
      row.push(edits);
      if (edits < least) least = edits;
    }
    // A swap takes its count from two rows above, which is then at least that row's least.
    if (least > limit && Math.min(...last) > limit) return Infinity;
    before = last;
    last = row;
  }
  const distance = cell(last, width);
  return distance > limit ? Infinity : distance;
}
