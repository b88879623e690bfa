import type { Expression } from "../syntax.ts";
import { advance, textAt, type Cursor } from "./cursor.ts";

const underscores = /_/g;

/** A number token as its literal. */
export function parseNumber(cursor: Cursor): Expression {
  const start = cursor.start;
  const digits = textAt(cursor).replace(underscores, "");
  advance(cursor);
  const end = cursor.lastEnd;
  if (/^0[xXoObB]|^[0-9]+$/.test(digits))
    return { kind: "IntegerLiteral", start, end, value: integerOf(digits) };
  if (/[jJ]$/.test(digits))
    return { kind: "ImaginaryLiteral", start, end, value: Number(digits.slice(0, -1)) };
  return { kind: "FloatLiteral", start, end, value: Number(digits) };
}

function integerOf(digits: string): bigint {
  // A number that was refused already (`0xg`) or is absurdly long has no use.
  if (digits.length > 5000 || !/^(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)$/.test(digits))
    return 0n;
  return BigInt(/^0[0-9]/.test(digits) ? digits.replace(/^0+(?=[0-9])/, "") : digits.toLowerCase());
}
