import type { GraphDag } from "../model/dag/graphJson.ts";

/** Whether two DAGs look the same: everything but where it is in the text. */
export function sameShape(a: GraphDag, b: GraphDag): boolean {
  return (
    a.dagId === b.dagId &&
    a.certainty === b.certainty &&
    sameList(a.tasks, b.tasks) &&
    sameList(a.edges, b.edges) &&
    sameList(a.groups, b.groups)
  );
}

function sameList<T extends object>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => sameFields(one, b[index]));
}

/** Compares plain values field by field; lists of texts by their texts; places in the text not at all. */
function sameFields(a: object, b: object | undefined): boolean {
  if (!b) return false;
  const others = b as Readonly<Record<string, unknown>>;
  const own = Object.entries(a) as [string, unknown][];
  if (own.length !== Object.keys(b).length) return false;
  return own.every(([key, value]) => {
    if (key === "range") return true;
    const other = others[key];
    return value === other || (Array.isArray(value) && String(value) === String(other));
  });
}
