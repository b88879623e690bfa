import { charsOf, lengthOf } from "./chars.ts";
import { fixedText, floatText } from "./numberText.ts";

/** `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
const specPattern =
  /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([_,])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

const maxWidth = 10_000;

interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string | undefined;
  readonly precision: number | undefined;
  readonly type: string | undefined;
}

function parseSpec(text: string): Spec | undefined {
  const match = specPattern.exec(text);
  if (!match) return undefined;
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  return {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: align ?? (zero === undefined ? undefined : "="),
    sign: sign ?? "-",
    alternate: alternate !== undefined,
    width: Math.min(maxWidth, Number(width ?? 0)),
    grouping,
    precision: precision === undefined ? undefined : Math.min(1000, Number(precision)),
    type,
  };
}

/** `format(text, spec)`; undefined where Python refuses the spec. */
export function formatText(value: string, spec: string): string | undefined {
  const parsed = parseSpec(spec);
  if (!parsed || (parsed.type !== undefined && parsed.type !== "s") || parsed.align === "=")
    return parsed?.align === "=" && spec.startsWith("0") && parsed.type === undefined
      ? pad(value, { ...parsed, align: "<" })
      : undefined;
  const cut =
    parsed.precision === undefined ? value : charsOf(value).slice(0, parsed.precision).join("");
  return pad(cut, { ...parsed, align: parsed.align ?? "<" });
}

/** `format(integer, spec)`. */
export function formatInteger(value: bigint, spec: string): string | undefined {
  const parsed = parseSpec(spec);
  if (!parsed) return undefined;
  const { type = "d" } = parsed;
  if (/[eEfFgG%]/.test(type)) return formatFloat(Number(value), spec);
  if (parsed.precision !== undefined || type === "s") return undefined;
  if (type === "c") return pad(String.fromCodePoint(Number(value)), { ...parsed, align: "<" });
  const size = value < 0n ? -value : value;
  const radix = type === "b" ? 2 : type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
  let digits = size.toString(radix);
  if (type === "X") digits = digits.toUpperCase();
  const prefix = parsed.alternate && radix !== 10 ? `0${type}` : "";
  return number(
    value < 0n,
    prefix,
    group(digits, parsed.grouping, radix === 10 ? 3 : 4),
    "",
    parsed,
  );
}

/** `format(float, spec)`. */
export function formatFloat(value: number, spec: string): string | undefined {
  const parsed = parseSpec(spec);
  if (!parsed || (parsed.type !== undefined && !/[eEfFgGn%]/.test(parsed.type))) return undefined;
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const text = floatDigits(size, parsed);
  const dot = text.search(/[.e%]|$/i);
  const whole = /^\d+$/.test(text.slice(0, dot))
    ? group(text.slice(0, dot), parsed.grouping, 3)
    : text.slice(0, dot);
  return number(negative, "", whole, text.slice(dot), parsed);
}

function floatDigits(size: number, spec: Spec): string {
  if (!Number.isFinite(size)) return Number.isNaN(size) ? "nan" : "inf";
  const { type, precision } = spec;
  switch (type) {
    case "f":
    case "F":
      return fixedText(size, precision ?? 6);
    case "%":
      return `${fixedText(size * 100, precision ?? 6)}%`;
    case "e":
    case "E": {
      const text = exponent(size.toExponential(Math.min(100, precision ?? 6)));
      return type === "E" ? text.toUpperCase() : text;
    }
    case undefined:
      if (precision === undefined) return floatText(size);
      return general(size, precision === 0 ? 1 : precision, true);
    default: {
      const text = general(size, Math.max(1, precision ?? 6), false);
      return type === "G" ? text.toUpperCase() : text;
    }
  }
}

function general(size: number, precision: number, keepPoint: boolean): string {
  const digits = Math.min(100, precision);
  const power = size === 0 ? 0 : Number(size.toExponential(digits - 1).split("e")[1]);
  if (power < -4 || power >= precision - (keepPoint ? 1 : 0) + (keepPoint ? 0 : 0)) {
    if (power < -4 || power >= precision) {
      const [mantissa = "0", rest = "0"] = size.toExponential(digits - 1).split("e");
      return exponent(
        `${mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa}e${rest}`,
      );
    }
  }
  const text = fixedText(size, Math.max(0, precision - 1 - power));
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return keepPoint && !short.includes(".") ? `${short}.0` : short;
}

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function group(digits: string, separator: string | undefined, every: number): string {
  if (separator === undefined) return digits;
  let text = "";
  for (let at = 0; at < digits.length; at++) {
    if (at > 0 && (digits.length - at) % every === 0) text += separator;
    text += digits.charAt(at);
  }
  return text;
}

function number(
  negative: boolean,
  prefix: string,
  whole: string,
  rest: string,
  spec: Spec,
): string {
  const sign = negative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const align = spec.align ?? ">";
  if (align !== "=") return pad(sign + prefix + whole + rest, { ...spec, align });
  const missing = spec.width - sign.length - prefix.length - rest.length - whole.length;
  let filled = spec.fill.repeat(Math.max(0, missing)) + whole;
  if (spec.grouping !== undefined && spec.fill === "0" && missing > 0) {
    let digits = whole.replaceAll(spec.grouping, "");
    while (group(digits, spec.grouping, 3).length < whole.length + missing) digits = `0${digits}`;
    filled = group(digits, spec.grouping, 3);
  }
  return sign + prefix + filled + rest;
}

function pad(text: string, spec: Spec): string {
  const missing = spec.width - lengthOf(text);
  if (missing <= 0) return text;
  if (spec.align === "<") return text + spec.fill.repeat(missing);
  if (spec.align === "^") {
    const left = Math.floor(missing / 2);
    return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
  }
  return spec.fill.repeat(missing) + text;
}
