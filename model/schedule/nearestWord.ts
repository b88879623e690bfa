import { editDistance } from "../text/editDistance.ts";

/** The known word that differs least from the one written, if it is near enough to be a slip. */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  if (written.length > 40) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 4)) + 1;
  for (const word of known) {
    const distance = editDistance(written, word, least - 1);
    if (distance < least) {
      least = distance;
      best = word;
    }
  }
  return best;
}
