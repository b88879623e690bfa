/** Ids that are taken. Only ever added to. */
export interface Ids {
  readonly all: Set<string>;
  /** In the order in which they came. */
  readonly order: string[];
  /** By base: how far the ids were searched for its suffixes, and the highest that was found; 0 for none. */
  readonly suffixes: Map<string, { seen: number; highest: number }>;
}

/** No ids yet. */
export function noIds(): Ids {
  return { all: new Set(), order: [], suffixes: new Map() };
}

/** Takes an id. */
export function takeId({ all, order }: Ids, id: string): void {
  if (all.has(id)) return;
  all.add(id);
  order.push(id);
}

/** The highest N of the ids `base__N`, 0 if there is none. Each id is looked at once: a loop may call one function thousands of times. */
export function highestSuffix({ order, suffixes }: Ids, base: string): number {
  const pattern = new RegExp(`^${escapeForPattern(base)}__(\\d+)$`);
  const found = suffixes.get(base) ?? { seen: 0, highest: 0 };
  for (; found.seen < order.length; found.seen++) {
    const number = pattern.exec(order[found.seen] ?? "")?.[1];
    if (number !== undefined) found.highest = Math.max(found.highest, Number(number));
  }
  suffixes.set(base, found);
  return found.highest;
}

/** Ids hold no pattern characters but the dot, which Airflow leaves as it is: it matches any character. */
function escapeForPattern(id: string): string {
  return id.replace(/[\\^$*+?()[\]{}|]/g, "\\$&");
}
