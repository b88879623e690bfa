/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], conjunction: "and" | "or" = "and"): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1) ?? ""}`;
}

/** `0, 7, … 56` for long rows, all of them for short ones. */
export function shortened(items: readonly string[]): string {
  if (items.length <= 4) return listed(items);
  return `${items[0] ?? ""}, ${items[1] ?? ""}, … ${items.at(-1) ?? ""}`;
}

/** `1 hour`, `2 hours`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The first letter in upper case. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first letter in lower case, to go on after another clause. */
export function continued(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `2nd`, `3rd`, `11th`. */
export function ordinal(value: number): string {
  const teens = value % 100 >= 11 && value % 100 <= 13;
  const ending = teens ? undefined : ["st", "nd", "rd"][(value % 10) - 1];
  return `${value}${ending ?? "th"}`;
}
