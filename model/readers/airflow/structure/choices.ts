import type { Choice } from "../../../python/native.ts";

/** Ways of which nothing is known but that they may not be taken. */
export const openWays: readonly Choice[] = [{ decision: { ways: undefined }, index: 0 }];

/** Whether one of the ways is surely taken: together they are all the ways that there are. */
export function coversAll(ways: readonly (readonly Choice[])[], at = 0): boolean {
  if (ways.some((way) => way.length === at)) return true;
  const decisions = new Set(ways.map((way) => way[at]?.decision));
  for (const decision of decisions) {
    if (!decision?.ways || decision.ways.size === 0) continue;
    const isCovered = [...decision.ways].every((index) => {
      const through = ways.filter((way) => isWay(way[at], decision, index));
      return through.length > 0 && coversAll(through, at + 1);
    });
    if (isCovered) return true;
  }
  return false;
}

function isWay(choice: Choice | undefined, decision: Choice["decision"], index: number): boolean {
  return choice?.decision === decision && choice.index === index;
}

/** Whether two ways are never taken both. */
export function excludeEachOther(one: readonly Choice[], other: readonly Choice[]): boolean {
  return one.some(({ decision, index }) =>
    other.some((choice) => choice.decision === decision && choice.index !== index),
  );
}
