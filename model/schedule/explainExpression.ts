import { wholeFault, type CronFault } from "./cronFault.ts";
import { foreignCron } from "./foreignCron.ts";
import { nearestWord } from "./nearestWord.ts";
import { knownPresets } from "./presets.ts";
import { ownOf } from "../ownOf.ts";

/**
 * The fault to show for a refused expression: first what the whole text seems to be (a preset misspelt, quotes, a comment,
 * the syntax of another tool), else the fault of a field, else the number of fields. A suggestion is kept only if `accepts`.
 */
export function explainExpression(
  text: string,
  tokens: readonly string[],
  fault: CronFault | undefined,
  accepts: (text: string) => boolean,
): CronFault {
  const whole =
    wrapped(text) ??
    preset(text) ??
    commented(text, tokens) ??
    foreignCron(text, tokens, fault?.start, accepts);
  const found = whole ?? (fault ? withItem(text, fault) : wrongCount(text, tokens));
  const suggestion =
    found.suggestion !== undefined && isAccepted(found.suggestion, accepts)
      ? found.suggestion
      : undefined;
  return { ...found, suggestion };
}

function isAccepted(suggestion: string, accepts: (text: string) => boolean): boolean {
  return knownPresets.includes(suggestion) || accepts(suggestion);
}

/** Puts a field's replacement into the whole expression, and the item as it was written into the message. */
function withItem(text: string, fault: CronFault): CronFault {
  const written = text.slice(fault.start, fault.end);
  const message = fault.message.replaceAll(`"${written.toLowerCase()}"`, `"${written}"`);
  if (fault.suggestion === undefined) return { ...fault, message };
  const suggestion = text.slice(0, fault.start) + fault.suggestion + text.slice(fault.end);
  return { ...fault, message, suggestion };
}

function wrongCount(text: string, tokens: readonly string[]): CronFault {
  const count = tokens.length;
  if (count === 0) {
    return wholeFault(
      text,
      "The schedule is empty: expected five fields, a preset, or the value None.",
    );
  }
  if (/[^\x20-\x7e\t\n\r\f\v]/.test(text) && /[\p{Zs}]/u.test(text.replaceAll(" ", ""))) {
    const message =
      "A blank between the fields is not an ordinary one (a no-break space, perhaps).";
    return wholeFault(text, message, text.replace(/\p{Zs}/gu, " "));
  }
  const fields = `${count} ${count === 1 ? "field" : "fields"}`;
  return wholeFault(
    text,
    `Found ${fields}, expected 5: minute, hour, day of month, month, day of week (with a sixth for seconds and a seventh for years).`,
  );
}

function wrapped(text: string): CronFault | undefined {
  const inner = text.trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(inner);
  if (quoted) {
    const message = `The quotes ${quoted[1] ?? ""} are part of the schedule: write it without the inner quotes.`;
    return wholeFault(text, message, quoted[2] ?? "");
  }
  if (/^(none|null)$/i.test(inner)) {
    return wholeFault(text, `"${inner}" is a text here: for no schedule write the value None.`);
  }
  return undefined;
}

function preset(text: string): CronFault | undefined {
  const inner = text.trim();
  const known = ` Known are ${knownPresets.join(", ")}.`;
  const every = /^@every\s+(.*)$/i.exec(inner);
  if (every) {
    const same = everyAsCron(every[1] ?? "");
    const instead = same === undefined ? "a timedelta" : `"${same}" or a timedelta`;
    return wholeFault(text, `"@every" is not Airflow's: write ${instead}.`, same);
  }
  if (inner.startsWith("@")) {
    const lower = inner.toLowerCase();
    const meant = ownOf(presetsOfOthers, lower) ?? nearestWord(lower, knownPresets);
    if (meant === lower && inner !== text) {
      return wholeFault(
        text,
        `"${text}" has blanks around the preset: expected "${meant}".`,
        meant,
      );
    }
    if (meant === lower) {
      return wholeFault(text, `"${inner}" must be written in lower case: "${meant}".`, meant);
    }
    const hint = meant === undefined ? known : ` Did you mean "${meant}"?`;
    return wholeFault(text, `"${inner}" is not a preset of Airflow.${hint}`, meant);
  }
  const bare = nearestWord(`@${inner.toLowerCase()}`, knownPresets);
  if (!/^[a-z]+$/i.test(inner) || bare === undefined) return undefined;
  return wholeFault(text, `"${inner}" is no schedule: the preset is "${bare}".`, bare);
}

/** Presets of other crons, and what says the same here. */
const presetsOfOthers: Readonly<Record<string, string>> = {
  "@minutely": "* * * * *",
  "@secondly": "* * * * * *",
  "@weekdays": "0 0 * * 1-5",
  "@weekends": "0 0 * * 0,6",
};

/** `5m` and `1h` as cron, when they divide the hour or the day. */
function everyAsCron(text: string): string | undefined {
  const match = /^(\d+)\s*(m|h)/.exec(text);
  const count = Number(match?.[1] ?? 0);
  if (count === 0) return undefined;
  if (match?.[2] === "m") return 60 % count === 0 && count < 60 ? `*/${count} * * * *` : undefined;
  return 24 % count === 0 && count < 24 ? `0 */${count} * * *` : undefined;
}

function commented(text: string, tokens: readonly string[]): CronFault | undefined {
  const index = tokens.findIndex((token) => token.startsWith("#"));
  if (index < 5) return undefined;
  const start = text.indexOf(tokens[index] ?? "#");
  const message = `A comment cannot follow in the schedule: "#" starts field ${index + 1}.`;
  const suggestion = text.slice(0, start).trim();
  return { message, start, end: text.trimEnd().length, field: undefined, suggestion };
}
