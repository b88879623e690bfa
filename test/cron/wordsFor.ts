import { describeExpression } from "../../model/schedule/describeSchedule.ts";
import { validateCron } from "../../model/schedule/validateCron.ts";

/** What the golden file holds of one expression: its meaning, or why it is refused and what to write instead. */
export function wordsFor(expression: string): string {
  const fault = validateCron(expression);
  if (!fault) return describeExpression(expression) ?? "";
  const place = `[${fault.start}-${fault.end}]`;
  const instead = fault.suggestion === undefined ? "" : ` → ${fault.suggestion}`;
  return `REFUSED ${place} ${fault.message}${instead}`;
}
