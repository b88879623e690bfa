/** The characters of a text as Python counts them: code points, not the code units of JavaScript. */
export function charsOf(text: string): string[] {
  return Array.from(text);
}

/** How many characters Python counts in a text. */
export function lengthOf(text: string): number {
  return /^[\x00-\x7f]*$/.test(text) ? text.length : charsOf(text).length;
}
