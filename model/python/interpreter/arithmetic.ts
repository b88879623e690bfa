import { budgets } from "../budgets.ts";
import type { BinaryOperator } from "../syntax.ts";
import type { Value } from "../value.ts";
import { bool, float, int } from "../values.ts";
import { raise, tooLarge } from "./raise.ts";
import type { Run } from "./run.ts";

type Number = Value & { readonly kind: "int" | "float" | "bool" };

/** Whether a value counts as a number. */
export function isNumber(value: Value): value is Number {
  return value.kind === "int" || value.kind === "float" || value.kind === "bool";
}

function integerOf(value: Number): bigint | undefined {
  if (value.kind === "int") return value.value;
  return value.kind === "bool" ? (value.value ? 1n : 0n) : undefined;
}

/** Any number as a float. */
export function floatOf(value: Number): number {
  return typeof value.value === "boolean" ? (value.value ? 1 : 0) : Number(value.value);
}

/** Arithmetic of two numbers, exact for integers; undefined where Python has no such operation. */
export function arithmetic(
  run: Run,
  operator: BinaryOperator,
  left: Number,
  right: Number,
): Value | undefined {
  const a = integerOf(left);
  const b = integerOf(right);
  if (a !== undefined && b !== undefined) {
    if (left.kind === "bool" && right.kind === "bool" && "&|^".includes(operator))
      return bool((bits(operator, a, b) ?? 0n) !== 0n);
    return integers(run, operator, a, b);
  }
  return floats(run, operator, floatOf(left), floatOf(right));
}

function bits(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  if (operator === "&") return a & b;
  if (operator === "|") return a | b;
  return operator === "^" ? a ^ b : undefined;
}

function integers(run: Run, operator: BinaryOperator, a: bigint, b: bigint): Value | undefined {
  switch (operator) {
    case "+":
      return int(a + b);
    case "-":
      return int(a - b);
    case "*":
      if (digits(a) + digits(b) > budgets.digits) return tooLarge(run);
      return int(a * b);
    case "/":
      if (b === 0n) return raise(run, "ZeroDivisionError", "division by zero");
      return float(divide(a, b));
    case "//":
    case "%": {
      if (b === 0n) return raise(run, "ZeroDivisionError", "integer division or modulo by zero");
      const [quotient, rest] = floorDivide(a, b);
      return int(operator === "//" ? quotient : rest);
    }
    case "**":
      if (b < 0n) return floats(run, operator, Number(a), Number(b));
      if (a !== 0n && a !== 1n && a !== -1n && BigInt(digits(a)) * b > BigInt(budgets.digits))
        return tooLarge(run);
      return int(a ** (a === 0n || a === 1n ? (b === 0n ? 0n : 1n) : a === -1n ? b % 2n : b));
    case "<<":
      if (b < 0n) return raise(run, "ValueError", "negative shift count");
      if (BigInt(digits(a)) + b > BigInt(budgets.digits)) return tooLarge(run);
      return int(a << b);
    case ">>":
      if (b < 0n) return raise(run, "ValueError", "negative shift count");
      return int(b > BigInt(budgets.digits) ? (a < 0n ? -1n : 0n) : a >> b);
    case "&":
    case "|":
    case "^":
      return int(bits(operator, a, b) ?? 0n);
    case "@":
      return undefined;
  }
}

/** Binary digits, roughly. */
function digits(value: bigint): number {
  return value.toString(16).length * 4;
}

/** Quotient rounded down, and the rest with the divisor's sign. */
export function floorDivide(a: bigint, b: bigint): [bigint, bigint] {
  let quotient = a / b;
  let rest = a % b;
  if (rest !== 0n && rest < 0n !== b < 0n) {
    quotient -= 1n;
    rest += b;
  }
  return [quotient, rest];
}

function divide(a: bigint, b: bigint): number {
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  if (a <= safe && a >= -safe && b <= safe && b >= -safe) return Number(a) / Number(b);
  // Scale so that the quotient keeps all the digits a float has.
  const shift = BigInt(Math.max(0, 70 + digits(b) - digits(a)));
  return Number((a << shift) / b) / 2 ** Number(shift);
}

function floats(run: Run, operator: BinaryOperator, a: number, b: number): Value | undefined {
  switch (operator) {
    case "+":
      return float(a + b);
    case "-":
      return float(a - b);
    case "*":
      return float(a * b);
    case "/":
      if (b === 0) return raise(run, "ZeroDivisionError", "float division by zero");
      return float(a / b);
    case "//":
      if (b === 0) return raise(run, "ZeroDivisionError", "float floor division by zero");
      return float(Math.floor(a / b));
    case "%": {
      if (b === 0) return raise(run, "ZeroDivisionError", "float modulo");
      const rest = a % b;
      return float(rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest);
    }
    case "**":
      return float(a ** b);
    case "@":
    case "<<":
    case ">>":
    case "&":
    case "|":
    case "^":
      return undefined;
  }
}
