import type { Value } from "../../../model/python/value.ts";

/** A value as tests compare it: plain ones as themselves, all others as a short text. */
export function shown(value: Value): unknown {
  switch (value.kind) {
    case "none":
      return null;
    case "bool":
    case "float":
      return value.value;
    case "int":
      return Number(value.value);
    default:
      return textOf(value);
  }
}

function textOf(value: Value): string {
  switch (value.kind) {
    case "none":
      return "null";
    case "bool":
    case "int":
    case "float":
      return String(value.value);
    case "str":
    case "bytes":
      return JSON.stringify(value.value);
    case "list":
      return `[${[...value.items.map(textOf), ...(value.uncertain ? ["…"] : [])].join(", ")}]`;
    case "tuple":
      return `(${value.items.map(textOf).join(", ")})`;
    case "dict":
      return `{${[...value.entries.values()].map((entry) => `${textOf(entry.key)}: ${textOf(entry.value)}`).join(", ")}}`;
    case "unknown":
      if (value.alternatives) return value.alternatives.map(textOf).join(" or ");
      return `? ${value.reason}${value.pattern === undefined ? "" : ` ${value.pattern}`}`;
    default:
      return `<${value.kind}>`;
  }
}
