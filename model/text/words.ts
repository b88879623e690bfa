/** `"a", "b" and "c"`. */
export function listed(words: readonly string[], last: "and" | "or" = "and"): string {
  const quoted = words.map((word) => `"${word}"`);
  const end = quoted.pop();
  if (end === undefined) return "";
  return quoted.length === 0 ? end : `${quoted.join(", ")} ${last} ${end}`;
}
