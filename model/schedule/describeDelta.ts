import { counted, listed } from "./words.ts";

const units: readonly (readonly [string, number])[] = [
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** A distance of runs in words: `Every 2 hours`, `Every day`, `Every month`, `Every 1 day and 12 hours`. */
export function describeDelta(seconds: number, months: number): string {
  const parts = [...monthParts(months), ...secondParts(seconds)];
  const [only] = parts;
  if (!only) return "Never: the distance between runs is zero";
  if (parts.length === 1 && only.startsWith("1 ")) return `Every ${only.slice(2)}`;
  return `Every ${listed(parts)}`;
}

/** A length of time in words: `1 hour and 30 minutes`. */
export function lengthText(seconds: number): string {
  return listed(secondParts(seconds));
}

function monthParts(months: number): readonly string[] {
  const years = Math.trunc(months / 12);
  const rest = months - years * 12;
  return [
    ...(years === 0 ? [] : [counted(years, "year")]),
    ...(rest === 0 ? [] : [counted(rest, "month")]),
  ];
}

function secondParts(seconds: number): readonly string[] {
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, length] of units) {
    // Weeks only when nothing else is left to say.
    if (unit === "week" && rest % length !== 0) continue;
    const count = unit === "second" ? rest : Math.trunc(rest / length);
    if (count !== 0) parts.push(counted(count, unit));
    rest -= count * length;
  }
  return parts;
}
