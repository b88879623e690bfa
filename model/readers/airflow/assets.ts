import type { NativeCall } from "../../python/native.ts";
import { nativeClass, nativeFunction } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import type { AirflowVersion } from "../reader.ts";
import { classFor } from "./classFor.ts";
import { instanceOf, payloadOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";

/** What an asset condition is made of; a null name cannot be known. */
export type AssetTree =
  | { readonly kind: "asset"; readonly name: string | null; readonly uri: string | null }
  | { readonly kind: "alias"; readonly name: string | null }
  | { readonly kind: "ref"; readonly by: "name" | "uri"; readonly value: string | null }
  | { readonly kind: "all" | "any"; readonly parts: readonly AssetTree[] };

/** `"a" & ("b" | "c")`, by name in Airflow 3 and by URI in 2; null when a part cannot be known. */
export function assetText(tree: AssetTree, airflow: AirflowVersion, nested = false): string | null {
  switch (tree.kind) {
    case "asset": {
      const text = airflow === 3 ? (tree.name ?? tree.uri) : tree.uri;
      return text === null ? null : JSON.stringify(text);
    }
    case "alias":
      return tree.name === null ? null : `alias(${JSON.stringify(tree.name)})`;
    case "ref":
      return tree.value === null ? null : `ref(${tree.by}=${JSON.stringify(tree.value)})`;
    case "all":
    case "any": {
      const parts = tree.parts.map((part) => assetText(part, airflow, true));
      if (parts.includes(null)) return null;
      const text = parts.join(tree.kind === "all" ? " & " : " | ");
      return nested && parts.length > 1 ? `(${text})` : text;
    }
  }
}

/** The condition that a value states: an asset, an expression of assets, or a collection, which means all of it. */
export function assetTreeOf(value: Value | undefined): AssetTree | undefined {
  const tree = payloadOf(value, "airflow.asset")?.tree;
  if (tree || !value) return tree;
  const parts = elementsOf(value)?.map(assetTreeOf);
  return parts && !parts.includes(undefined)
    ? { kind: "all", parts: parts.filter((part) => part !== undefined) }
    : undefined;
}

/** The elements of a plain collection, if all are known. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  switch (value.kind) {
    case "list":
    case "tuple":
      return value.uncertain ? undefined : value.items;
    case "set":
      return value.uncertain ? undefined : [...value.items.values()];
    default:
      return undefined;
  }
}

/** `Asset`, `Dataset` and the other classes of their family. */
export function assetClass(session: Session, name: string): ClassValue {
  return classFor(session, name, () => {
    const make = makerOf(name);
    return nativeClass({
      name,
      module: "airflow.sdk",
      attributes: [
        ["__and__", combine(session, "all")],
        ["__or__", combine(session, "any")],
        ["ref", nativeFunction("ref", (call) => assetValue(session, refTree(session, call)))],
        ["__init__", nativeFunction("__init__", (call) => initialise(session, call, make))],
      ],
    });
  });
}

/** Something that a condition can be made of, as code holds it. */
export function assetValue(session: Session, tree: AssetTree): Value {
  return instanceOf(assetClass(session, "Asset"), { type: "airflow.asset", tree });
}

type Maker = (session: Session, call: NativeCall) => AssetTree;

function makerOf(name: string): Maker {
  if (name.endsWith("Alias"))
    return (_, call) => ({ kind: "alias", name: textAt(call, 0, "name") });
  if (name.endsWith("All")) return (_, call) => ({ kind: "all", parts: partsOf(call) });
  if (name.endsWith("Any")) return (_, call) => ({ kind: "any", parts: partsOf(call) });
  return plainAsset;
}

/** The name defaults to the URI and the URI to the name; a dataset's first argument is its URI. */
function plainAsset(session: Session, call: NativeCall): AssetTree {
  const uri = given(call, session.airflow === 3 ? 1 : 0, "uri");
  const name = session.airflow === 3 ? given(call, 0, "name") : call.keywords.get("name")?.value;
  const [, , third] = call.positional;
  if (third && session.airflow === 3 && !call.uncertain)
    report(session.building, "asset-positional", third.span ?? call.span, {});
  if (!uri && !name && !call.uncertain) report(session.building, "X1", call.span, {});
  const [uriText, nameText] = [stringOf(uri) ?? null, stringOf(name) ?? null];
  // A name alone is the address too.
  if (!uri && nameText !== null && /^airflow:/i.test(nameText))
    report(session.building, "X3", name?.span ?? call.span, { name: nameText });
  return {
    kind: "asset",
    name: name ? nameText : uriText,
    uri: normalUri(uri ? uriText : nameText, session.airflow),
  };
}

/**
 * Airflow tidies URIs: the scheme in lower case, no user or password, no slash at the end of a path, but one for an empty
 * path, the query in order, nothing after `#`.
 */
function normalUri(uri: string | null, airflow: AirflowVersion): string | null {
  const parts =
    uri === null ? null : /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(uri);
  if (!parts) return uri;
  const [, scheme = "", host = "", path = "", query = ""] = parts;
  const small = scheme.toLowerCase();
  if (small.startsWith("x-")) return uri;
  // Providers add ports and schemas to some, where they are installed.
  if (["postgres", "mysql", "mariadb", "trino"].some((name) => small.startsWith(name))) return null;
  const plain = host.slice(airflow === 2 || host.includes(":") ? host.lastIndexOf("@") + 1 : 0);
  return `${small}://${plain}${path.replace(/\/+$/, "") || "/"}${inOrder(query)}`;
}

function inOrder(query: string): string {
  if (query === "") return "";
  const found = [...new URLSearchParams(query)].filter(([, value]) => value !== "");
  found.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return found.length === 0 ? "" : `?${new URLSearchParams(found).toString()}`;
}

function refTree(session: Session, call: NativeCall): AssetTree {
  const known = ["name", "uri"].filter((name) => call.keywords.has(name));
  if (known.length !== 1 && !call.uncertain) report(session.building, "X5", call.span, {});
  const by = call.keywords.has("uri") ? "uri" : "name";
  return { kind: "ref", by, value: stringOf(call.keywords.get(by)?.value) ?? null };
}

function partsOf(call: NativeCall): AssetTree[] {
  return call.positional.map(
    (argument) => assetTreeOf(argument.value) ?? { kind: "asset", name: null, uri: null },
  );
}

function initialise(session: Session, call: NativeCall, make: Maker): Value {
  const self = call.self;
  if (self?.kind === "instance") {
    const tree = make(session, call);
    self.payload = { type: "airflow.asset", tree } as typeof self.payload;
    for (const [name, argument] of call.keywords) self.attributes.set(name, argument.value);
    if (tree.kind === "asset") {
      if (tree.name !== null) self.attributes.set("name", { kind: "str", value: tree.name });
      if (tree.uri !== null) self.attributes.set("uri", { kind: "str", value: tree.uri });
    }
  }
  return { kind: "none" };
}

/** `a & b`, `a | b`: only a left side of the same kind is flattened. */
function combine(session: Session, kind: "all" | "any"): Value {
  return nativeFunction(kind, (call) => {
    const left = assetTreeOf(call.self);
    const given = call.positional[0]?.value;
    if (given && plainKinds.has(given.kind)) {
      const sign = kind === "all" ? "&" : "|";
      const message = `unsupported operand type(s) for ${sign}: 'Asset' and '${given.kind}'`;
      return call.interpreter.raise("TypeError", message, call.span);
    }
    const right = assetTreeOf(call.positional[0]?.value);
    if (!left || !right)
      return call.interpreter.unknown("not all of the assets are known", call.span);
    const parts = left.kind === kind ? [...left.parts, right] : [left, right];
    return assetValue(session, { kind, parts });
  });
}

/** What is surely no asset. */
const plainKinds: ReadonlySet<Value["kind"]> = new Set([
  "str",
  "int",
  "float",
  "bool",
  "list",
  "tuple",
  "dict",
  "set",
]);

function given(call: NativeCall, at: number, name: string): Value | undefined {
  return call.positional[at]?.value ?? call.keywords.get(name)?.value;
}

function textAt(call: NativeCall, at: number, name: string): string | null {
  return stringOf(given(call, at, name)) ?? null;
}
