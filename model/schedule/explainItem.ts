import { fieldRanges, type FieldRange } from "./cronFields.ts";
import { ownOf } from "../ownOf.ts";

/** Why an item of a field is refused, in words for the person who wrote it. */
export interface ItemFault {
  readonly message: string;
  /** What to write in the item's place, if one thing is meant. */
  readonly replacement: string | undefined;
}

/** Names what was found and what the field expects. `item` is in lower case; numbers and names stay as they are. */
export function explainItem(
  range: FieldRange,
  item: string,
  why: "syntax" | "range" | "step" | "nth",
): ItemFault {
  switch (why) {
    case "step":
      return fault(
        `The step of "${item}" in the ${range.word} field is 0: a step must be 1 or more.`,
      );
    case "nth":
      return fault(
        `"${item}" in the day-of-week field asks for a weekday that no month has: after # comes 1 to 5.`,
      );
    case "range":
      return fault(outOfRange(range, item));
    case "syntax":
      return explainSyntax(range, item);
  }
}

function fault(message: string, replacement?: string): ItemFault {
  return { message, replacement };
}

function outOfRange(range: FieldRange, item: string): string {
  const allowed =
    range.name === "dayOfWeek"
      ? "0 (Sunday) to 6 (Saturday), or 7 for Sunday"
      : `${range.min} to ${range.max}`;
  return `"${item}" is out of range in the ${range.word} field: expected ${allowed}.`;
}

function explainSyntax(range: FieldRange, item: string): ItemFault {
  if (item === "") {
    return fault(`The ${range.word} field has an empty item: a comma too many.`);
  }
  return (
    explainJenkins(range, item) ??
    explainDigits(range, item) ??
    explainName(range, item) ??
    explainLast(range, item) ??
    explainShape(range, item) ??
    fault(`"${item}" is not understood in the ${range.word} field: expected ${expected(range)}.`)
  );
}

function explainJenkins(range: FieldRange, item: string): ItemFault | undefined {
  if (!/^h(\(.*\))?(\/.*)?$/.test(item)) return undefined;
  return fault(
    `"${item.replace("h", "H")}" in the ${range.word} field is Jenkins syntax (H picks a value by hash): Airflow needs the value itself.`,
  );
}

function explainDigits(range: FieldRange, item: string): ItemFault | undefined {
  if (/^-\d/.test(item)) {
    return fault(`"${item}" in the ${range.word} field is negative: expected ${expected(range)}.`);
  }
  if (/\d\.\d/.test(item)) {
    return fault(
      `"${item}" in the ${range.word} field is a fraction: expected ${expected(range)}.`,
    );
  }
  const western = item.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => digitValue(digit));
  if (western === item || !/^[\d*,/-]+$/.test(western)) return undefined;
  return fault(
    `"${item}" in the ${range.word} field is not written with the digits 0 to 9.`,
    western,
  );
}

/** The value of a decimal digit of any script: each script has its ten in a row. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function explainName(range: FieldRange, item: string): ItemFault | undefined {
  const word = /[a-z]{3,}/.exec(item)?.[0];
  if (word === undefined) return undefined;
  const short = range.names.find((name) => word !== name && ownOf(fullNames, name) === word);
  if (short !== undefined) {
    return fault(
      `"${word}" in the ${range.word} field is written out: names have three letters, "${short}".`,
      item.replace(word, short),
    );
  }
  const home = fieldRanges.find(
    (other) =>
      other !== range &&
      other.names.some((name) => word === name || word === ownOf(fullNames, name)),
  );
  if (!home) return undefined;
  return fault(
    `"${word}" stands in the ${range.word} field but belongs in the ${home.word} field.`,
  );
}

function explainLast(range: FieldRange, item: string): ItemFault | undefined {
  if (range.name === "dayOfWeek") {
    const day = /^([0-7]|[a-z]{3})#?l$/.exec(item)?.[1];
    const index = day === undefined ? -1 : range.names.indexOf(day);
    if (day !== undefined && (index >= 0 || /\d/.test(day))) {
      const right = `L${index >= 0 ? index : day}`;
      return fault(
        `"${item}" in the day-of-week field is Quartz syntax: in Airflow the last ${weekdayName(range, day)} of the month is "${right}".`,
        right,
      );
    }
    if (item === "l") {
      return fault(
        `"L" alone means nothing in the day-of-week field: "L6" is the last Saturday of the month, "6" every Saturday.`,
      );
    }
  }
  if (range.name === "dayOfMonth" && /^(lw|wl)$/.test(item)) {
    return fault(
      `"${item.toUpperCase()}" in the day-of-month field is Quartz syntax: in Airflow the last weekday of the month is "31W".`,
      "31W",
    );
  }
  if (range.name === "dayOfMonth" && /^l-\d+$/.test(item)) {
    return fault(
      `"${item.toUpperCase()}" in the day-of-month field is Quartz syntax: Airflow cannot count days back from the last.`,
    );
  }
  if (item.includes("l") && /^[\dl/,-]+$/.test(item)) {
    return fault(
      `"L" cannot stand in the ${range.word} field as "${item}": only the day of month ends with "L".`,
    );
  }
  return undefined;
}

function weekdayName(range: FieldRange, day: string): string {
  const name = fullNames[range.names[Number(day) % 7] ?? day] ?? day;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function explainShape(range: FieldRange, item: string): ItemFault | undefined {
  if (/^\/\d+$/.test(item)) {
    return fault(
      `"${item}" in the ${range.word} field has a step but no start: expected "*${item}".`,
      `*${item}`,
    );
  }
  if (item.endsWith("/")) {
    return fault(`"${item}" in the ${range.word} field lacks the step after "/".`);
  }
  if (/^\d+-$/.test(item)) {
    return fault(`"${item}" in the ${range.word} field lacks the end of its range.`);
  }
  if (/^\d+-\d+-/.test(item)) {
    return fault(`"${item}" in the ${range.word} field has more than one "-": a range is "a-b".`);
  }
  return undefined;
}

function expected(range: FieldRange): string {
  const names =
    range.names.length > 0 ? ` or ${range.names[0] ?? ""} to ${range.names.at(-1) ?? ""}` : "";
  return `*, ${range.min}-${range.max}${names}, a list, a range "a-b" or a step "*/n"`;
}

const fullNames: Readonly<Record<string, string>> = {
  jan: "january",
  feb: "february",
  mar: "march",
  apr: "april",
  may: "may",
  jun: "june",
  jul: "july",
  aug: "august",
  sep: "september",
  oct: "october",
  nov: "november",
  dec: "december",
  sun: "sunday",
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
};
