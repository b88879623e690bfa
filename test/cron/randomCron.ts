import { fieldRanges, type FieldRange } from "../../model/schedule/cronFields.ts";

type Random = () => number;

/** A cron text, mostly valid, from every corner of the grammar; one in eight is broken somewhere. */
export function randomCron(random: Random): string {
  const count = pick(random, [5, 5, 5, 5, 5, 6, 7]);
  const fields = fieldRanges.slice(0, count).map((range) => field(random, range));
  const text = fields.join(pick(random, [" ", " ", " ", " ", "  ", "\t"]));
  if (random() < 0.02) return pick(random, presets);
  return random() < 0.12 ? broken(random, text) : text;
}

const presets = ["@daily", "@Hourly", "@MIDNIGHT", "@annually", "@yearly ", "@quarterly", "@never"];

function field(random: Random, range: FieldRange): string {
  const usual = range.name === "dayOfMonth" || range.name === "month" || range.name === "dayOfWeek";
  if (random() < (usual ? 0.5 : 0.3)) return "*";
  if (usual && range.name !== "month" && random() < 0.05) return "?";
  if (random() < 0.01) return pick(random, ["r", "R(1-5)", "R/3", "r(2-4)/2", "R(0-99)"]);
  const items = random() < 0.7 ? 1 : 1 + Math.floor(random() * 4);
  return Array.from({ length: items }, () => item(random, range)).join(",");
}

function item(random: Random, range: FieldRange): string {
  if (range.name === "dayOfMonth" && random() < 0.15) {
    return pick(random, ["l", "L", "15w", "W1", "31w", `${value(random, range)}w`, "10-l", "l-l"]);
  }
  if (range.name === "dayOfWeek" && random() < 0.25) return tagged(random, range);
  const a = value(random, range);
  const b = value(random, range);
  const step =
    Math.floor(random() * random() * (range.max - range.min) * 1.3) + (random() < 0.98 ? 1 : 0);
  return pick(random, [a, a, a, `${a}-${b}`, `${a}-${b}`, `${a}-${a}`, `*/${step}`, `*/${step}`, `${a}/${step}`,
    `${a}-${b}/${step}`, `${a}-${a}/${step}`, "*", `${range.max}/${step}`, `${range.min}-${range.max}`]); // prettier-ignore
}

function tagged(random: Random, range: FieldRange): string {
  const nth = 1 + Math.floor(random() * 5.2);
  const a = value(random, range);
  return pick(random, [`${a}#${nth}`, `${a}#${nth}`, `l${a}`, `L${a}`, `mon-fri#${nth}`, `sat-sun#${nth}`, `${a}#0${nth}`, "0-6"]); // prettier-ignore
}

function value(random: Random, range: FieldRange): string {
  if (range.names.length > 0 && random() < 0.25) {
    const name = pick(random, range.names);
    return random() < 0.3 ? name.toUpperCase() : name;
  }
  const spread = range.max - range.min + 1;
  const number = range.min + Math.floor(random() * spread);
  if (range.name === "year")
    return String(random() < 0.7 ? 2000 + Math.floor(random() * 60) : number);
  if (random() < 0.03) return String(pick(random, [range.min - 1, range.max + 1, 0, 7]));
  return random() < 0.05 ? `0${number}` : String(number);
}

function broken(random: Random, text: string): string {
  const at = Math.floor(random() * text.length);
  const junk = pick(random, [
    "",
    "x",
    "/",
    "-",
    ",",
    "#",
    "l",
    "w",
    "?",
    "*",
    " ",
    "7",
    "h",
    ".",
    "\u00a0",
    "٣",
  ]);
  return text.slice(0, at) + junk + text.slice(at + (random() < 0.5 ? 1 : 0));
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}
