import { typedInstant } from "../../model/run/params/typedInstant.ts";

/** A line of the picker of logical dates. */
export interface DateChoice {
  readonly label: string;
  readonly description: string;
  /** Undefined: nothing that can be taken. */
  readonly at: number | undefined;
  readonly interval?: readonly [number, number];
}

/** What is offered for what was typed: the instant that it means, or that it means none; then the scheduled dates that match. */
export function dateChoices(
  typed: string,
  scheduled: readonly DateChoice[],
): readonly DateChoice[] {
  const text = typed.trim();
  if (text === "") return scheduled;
  const at = typedInstant(text);
  if (at !== undefined)
    return [{ label: `$(edit) ${instantText(at)}`, description: "UTC, as typed", at }];
  const wanted = text.toLowerCase();
  const matching = scheduled.filter(({ label }) => label.toLowerCase().includes(wanted));
  if (matching.length > 0) return matching;
  const description = "Dates are typed as 2024-03-31, with a time as 2024-03-31T02:00Z";
  return [{ label: `$(error) ${text} is no date`, description, at: undefined }];
}

/** What may be done, above the list. */
export function datePlaceholder(scheduled: readonly DateChoice[]): string {
  const typed = "2024-03-31 or 2024-03-31T02:00Z";
  return scheduled.length > 0
    ? `Choose a date of the schedule, or type any: ${typed} (UTC)`
    : `The schedule has no date of late. Type one: ${typed} (UTC)`;
}

/** `Sun 2024-03-31 02:00`, with seconds where there are some. */
function instantText(at: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString("en-GB", { weekday: "short", timeZone: "UTC" });
  const [, time = ""] = /T(\d\d:\d\d(?::(?!00\.000)\d\d)?)/.exec(date.toISOString()) ?? [];
  return `${day} ${date.toISOString().slice(0, 10)} ${time}`;
}
