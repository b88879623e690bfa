import type { ExpandInput } from "./description.ts";

/** The length of a task's XCom: that of its one value, or how many mapped instances pushed; undefined while unknown. */
export type XComLength = (taskId: string, key: string) => number | undefined;

/** How many instances an expansion gives; undefined while the length of an XCom is not known. */
export function mapLength(expand: ExpandInput, xcomLength: XComLength): number | undefined {
  switch (expand.kind) {
    case "literal":
      return expand.length;
    case "xcom":
      return xcomLength(expand.taskId, expand.key);
    case "zip":
      return combined(expand.of, xcomLength, (all) =>
        all.length === 0 ? 0 : expand.longest ? Math.max(...all) : Math.min(...all),
      );
    case "sum":
      return combined(expand.of, xcomLength, (all) => all.reduce((a, b) => a + b, 0));
    case "product":
      return combined(expand.of, xcomLength, (all) => all.reduce((a, b) => a * b, 1));
  }
}

/** Ids of the tasks whose XComs decide the length. */
export function mappedOver(expand: ExpandInput): readonly string[] {
  switch (expand.kind) {
    case "literal":
      return [];
    case "xcom":
      return [expand.taskId];
    case "zip":
    case "sum":
    case "product":
      return expand.of.flatMap(mappedOver);
  }
}

function combined(
  parts: readonly ExpandInput[],
  xcomLength: XComLength,
  combine: (lengths: number[]) => number,
): number | undefined {
  const lengths: number[] = [];
  for (const part of parts) {
    const length = mapLength(part, xcomLength);
    if (length === undefined) return undefined;
    lengths.push(length);
  }
  return combine(lengths);
}
