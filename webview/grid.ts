import type { Rect } from "./camera.ts";

const cell = 400;

/** Finds numbered rectangles by place: those in each cell of a coarse grid, and the few that would fill hundreds of cells. */
export class Grid {
  readonly #bounds: Float32Array;
  readonly #cells = new Map<number, number[]>();
  readonly #wide: number[] = [];
  readonly #seen: Uint32Array;
  #visit = 0;

  constructor(
    count: number,
    boundsOf: (
      index: number,
      into: (left: number, top: number, right: number, bottom: number) => void,
    ) => void,
  ) {
    this.#bounds = new Float32Array(count * 4);
    this.#seen = new Uint32Array(count);
    for (let index = 0; index < count; index++)
      boundsOf(index, (left, top, right, bottom) => {
        const at = index * 4;
        this.#bounds[at] = left;
        this.#bounds[at + 1] = top;
        this.#bounds[at + 2] = right;
        this.#bounds[at + 3] = bottom;
        this.#add(index, left, top, right, bottom);
      });
  }

  /** Calls back once for each that touches the rectangle. */
  visit(rect: Rect, found: (index: number) => void): void {
    const visit = ++this.#visit;
    const right = rect.x + rect.width;
    const bottom = rect.y + rect.height;
    const check = (index: number): void => {
      if (this.#seen[index] === visit) return;
      this.#seen[index] = visit;
      const at = index * 4;
      if ((this.#bounds[at] ?? 0) > right || (this.#bounds[at + 1] ?? 0) > bottom) return;
      if ((this.#bounds[at + 2] ?? 0) < rect.x || (this.#bounds[at + 3] ?? 0) < rect.y) return;
      found(index);
    };
    const wanted = ((rect.width / cell + 1) * (rect.height / cell + 1)) | 0;
    if (wanted > this.#cells.size) for (const list of this.#cells.values()) list.forEach(check);
    else
      for (let row = Math.floor(rect.y / cell); row <= Math.floor(bottom / cell); row++)
        for (let column = Math.floor(rect.x / cell); column <= Math.floor(right / cell); column++)
          this.#cells.get(keyOf(column, row))?.forEach(check);
    this.#wide.forEach(check);
  }

  #add(index: number, left: number, top: number, right: number, bottom: number): void {
    const [firstColumn, lastColumn] = [Math.floor(left / cell), Math.floor(right / cell)];
    const [firstRow, lastRow] = [Math.floor(top / cell), Math.floor(bottom / cell)];
    if (!((lastColumn - firstColumn + 1) * (lastRow - firstRow + 1) <= 60)) {
      this.#wide.push(index);
      return;
    }
    for (let row = firstRow; row <= lastRow; row++)
      for (let column = firstColumn; column <= lastColumn; column++) {
        const list = this.#cells.get(keyOf(column, row));
        if (list) list.push(index);
        else this.#cells.set(keyOf(column, row), [index]);
      }
  }
}

function keyOf(column: number, row: number): number {
  return (row + 1000) * 1_000_000 + column + 1000;
}
