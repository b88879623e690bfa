import type { Location } from "vscode-languageserver";

import type { Question } from "../question.ts";
import type { IdUse } from "./idUse.ts";

/** Where uses are, each place once: tasks made in a loop share one. */
export function locationsOf(question: Question, uses: readonly IdUse[]): Location[] {
  const byPlace = new Map<string, Location>();
  for (const { span } of uses) {
    byPlace.set(`${span.file}:${span.start}:${span.end}`, question.location(span));
  }
  return [...byPlace.values()];
}
