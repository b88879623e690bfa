import { parse } from "yaml";

/** Variables and connections for local runs. */
export interface LocalValues {
  readonly variables: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, string>;
}

/**
 * Reads a file of Variables and connections (JSON or YAML): either `variables` and `connections` with names below them, or
 * Variables alone. A connection is a URI or a mapping such as `{conn_type: postgres, host: …}`.
 */
export function parseLocalValues(text: string): LocalValues | { readonly problem: string } {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (value === null || value === undefined)
    return { variables: new Map(), connections: new Map() };
  if (!isRecord(value)) return { problem: "expected names with values" };
  const grouped = "variables" in value || "connections" in value;
  return {
    variables: texts(grouped ? value["variables"] : value),
    connections: texts(grouped ? value["connections"] : undefined),
  };
}

/** Reads a `.env` file: `NAME=value` lines, `export` allowed, quotes taken off, `#` begins a comment. */
export function parseDotEnv(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name, raw] = match ?? [];
    if (name === undefined || raw === undefined) continue;
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(raw);
    found.set(name, quoted ? unescaped(quoted) : raw.replace(/\s+#.*$/, ""));
  }
  return found;
}

function unescaped(quoted: RegExpExecArray): string {
  const [, quote, inner = ""] = quoted;
  return quote === '"' ? inner.replaceAll("\\n", "\n").replaceAll('\\"', '"') : inner;
}

function texts(value: unknown): ReadonlyMap<string, string> {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === "string" ? one : JSON.stringify(one),
    ]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
