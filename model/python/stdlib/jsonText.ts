import { floatText } from "../builtins/numberText.ts";
import { unwrapped } from "../builtins/pure.ts";
import type { DictEntry, Value } from "../value.ts";

/** What `json.dumps` is asked for. */
export interface JsonStyle {
  /** What a level is moved in by; undefined: all on one line. */
  readonly indent: string | undefined;
  readonly sort: boolean;
  /** `separators=(",", ":")`. */
  readonly compact: boolean;
  readonly ascii: boolean;
  /** What `default=` makes of a value that JSON has no form for. */
  readonly otherwise: ((value: Value) => Value) | undefined;
}

const deepest = 50;

/** A value as JSON text, as `json.dumps` writes it; undefined where it cannot be known. */
export function toJson(given: Value, style: JsonStyle, level = 0): string | undefined {
  const value = unwrapped(given);
  if (level > deepest) return undefined;
  switch (value.kind) {
    case "none":
    case "bool":
    case "int":
    case "float":
      return plainText(value);
    case "str":
      return quoted(value.value, style);
    case "list":
    case "tuple": {
      if (value.uncertain) return undefined;
      const parts = value.items.map((item) => toJson(item, style, level + 1));
      return wrap("[", parts, "]", style, level);
    }
    case "dict": {
      if (value.uncertain) return undefined;
      const entries = [...value.entries.values()];
      if (style.sort) entries.sort(byKey);
      const parts = entries.map((entry) => {
        const key = unwrapped(entry.key);
        const name = key.kind === "str" ? key.value : plainText(key);
        const text = toJson(entry.value, style, level + 1);
        if (name === undefined || text === undefined) return undefined;
        return `${quoted(name, style)}:${style.compact ? "" : " "}${text}`;
      });
      return wrap("{", parts, "}", style, level);
    }
    default: {
      const other = value.kind === "unknown" ? undefined : style.otherwise?.(value);
      return other && other !== value ? toJson(other, style, level + 1) : undefined;
    }
  }
}

function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case "none":
      return "null";
    case "bool":
    case "int":
      return String(value.value);
    case "float":
      if (Number.isNaN(value.value)) return "NaN";
      if (!Number.isFinite(value.value)) return value.value > 0 ? "Infinity" : "-Infinity";
      return floatText(value.value);
    default:
      return undefined;
  }
}

function quoted(text: string, { ascii }: JsonStyle): string {
  const plain = JSON.stringify(text);
  if (!ascii) return plain;
  return plain.replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sorted as the keys themselves: numbers by size. */
function byKey({ key: a }: DictEntry, { key: b }: DictEntry): number {
  if ((a.kind === "int" || a.kind === "float") && (b.kind === "int" || b.kind === "float"))
    return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  const [first, second] = [a, b].map((key) => (key.kind === "str" ? key.value : ""));
  return (first ?? "") < (second ?? "") ? -1 : (first ?? "") > (second ?? "") ? 1 : 0;
}

function wrap(
  open: string,
  parts: readonly (string | undefined)[],
  close: string,
  { indent, compact }: JsonStyle,
  level: number,
): string | undefined {
  if (parts.includes(undefined)) return undefined;
  if (parts.length === 0) return open + close;
  if (indent === undefined) return open + parts.join(compact ? "," : ", ") + close;
  const pad = `\n${indent.repeat(level + 1)}`;
  return `${open}${pad}${parts.join(`,${pad}`)}\n${indent.repeat(level)}${close}`;
}
