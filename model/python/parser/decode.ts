const simple: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const escape =
  /\\(?:(\r\n|[\n\r])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([^]))/g;

/** The text that a literal's content stands for, with its escapes resolved. */
export function decodeText(content: string, raw: boolean, isBytes: boolean): string {
  const lines = content.includes("\r") ? content.replace(/\r\n?/g, "\n") : content;
  if (raw || !lines.includes("\\")) return lines;
  return lines.replace(
    escape,
    (
      whole,
      newline?: string,
      octal?: string,
      hex?: string,
      short?: string,
      long?: string,
      name?: string,
      letter?: string,
    ) => {
      if (newline !== undefined) return "";
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (isBytes) return letter === undefined ? whole : (simple[letter] ?? whole);
      if (short !== undefined) return String.fromCharCode(parseInt(short, 16));
      if (long !== undefined) return codePoint(parseInt(long, 16), whole);
      // Names of characters would need a table of the whole of Unicode.
      if (name !== undefined) return "\uFFFD";
      return letter === undefined ? whole : (simple[letter] ?? whole);
    },
  );
}

/** What Python refuses in a literal's content, or undefined. */
export function escapeProblem(content: string, raw: boolean, isBytes: boolean): string | undefined {
  if (isBytes && /[^\x00-\x7f]/.test(content))
    return "bytes can only contain ASCII literal characters";
  if (raw || !content.includes("\\")) return undefined;
  for (const [whole, , , , , long] of content.matchAll(escape)) {
    if (isBytes) {
      if (whole === "\\x") return "invalid \\x escape";
    } else if (whole === "\\x" || whole === "\\u" || whole === "\\U" || whole === "\\N")
      return `invalid ${whole} escape in a string`;
    else if (long !== undefined && parseInt(long, 16) > 0x10ffff)
      return "illegal Unicode character";
  }
  return undefined;
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
