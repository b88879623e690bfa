import type { Value } from "../value.ts";

/** A float as Python writes it: `1.0`, `1e+16`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return exponentText(value);
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

/** A positive float with a count of digits after the point; a tie goes to the even digit, as in Python. */
export function fixedText(value: number, digits: number): string {
  const count = Math.max(0, Math.min(100, digits));
  const text = value.toFixed(count);
  // JavaScript rounds an exact tie up. A tie shows in more digits as a 5 with nothing behind it.
  const more = Math.min(100, count + 25);
  if (value >= 1e21 || more <= count) return text;
  const exact = value.toFixed(more);
  const cut = exact.length - (more - count);
  if (!/^50*$/.test(exact.slice(cut))) return text;
  const low = exact.slice(0, cut).replace(/\.$/, "");
  return /[02468]$/.test(low) ? low : text;
}

function exponentText(value: number): string {
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** A string in quotes as `repr` writes it. */
export function quotedText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = quote;
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (char === quote || char === "\\") text += `\\${char}`;
    else if (char === "\n") text += "\\n";
    else if (char === "\r") text += "\\r";
    else if (char === "\t") text += "\\t";
    else if (code < 32 || (code > 126 && unprintable.test(char))) text += escaped(code);
    else text += char;
  }
  return text + quote;
}

/** What `str.isprintable` refuses, but for the space. */
const unprintable = /[\p{C}\p{Z}]/u;

function escaped(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** The text that `repr` made, as `ascii` and `!a` give it. */
export function asciiOf(value: Value): Value {
  if (value.kind !== "str" || /^[\x00-\x7f]*$/.test(value.value)) return value;
  const text = value.value.replace(/[^\x00-\x7f]/gu, (char) => escaped(char.codePointAt(0) ?? 0));
  return { ...value, value: text };
}

/** Bytes as `repr` writes them. */
export function bytesText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = `b${quote}`;
  for (const char of value) {
    const code = char.charCodeAt(0);
    if (char === quote || char === "\\") text += `\\${char}`;
    else if (char === "\n") text += "\\n";
    else if (char === "\r") text += "\\r";
    else if (char === "\t") text += "\\t";
    else if (code < 32 || code >= 127) text += `\\x${code.toString(16).padStart(2, "0")}`;
    else text += char;
  }
  return text + quote;
}
