import { editDistance } from "./editDistance.ts";

/** The candidate that a misspelt word most likely means; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  const written = word.toLowerCase();
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - written.length) >= least) continue;
    const distance = editDistance(written, candidate.toLowerCase(), least - 1);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best ?? pluralOf(written, candidates);
}

/** `retries` for `retry`: letters change there. */
function pluralOf(word: string, candidates: Iterable<string>): string | undefined {
  if (!word.endsWith("y")) return undefined;
  const plural = `${word.slice(0, -1)}ies`;
  for (const candidate of candidates) if (candidate === plural) return candidate;
  return undefined;
}
