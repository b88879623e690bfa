import { once } from "../once.ts";
import { arg, native, need, pure, textOf } from "../builtins/pure.ts";
import type { NativeCall } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { int, none, str, tuple } from "../values.ts";
import { recordClass, wrappedTuple } from "./collectionsModule.ts";

interface Url {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** The parts of an address, as `urlsplit` takes it apart. */
function partsOf(text: string): Url {
  const match =
    /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(
      text,
    );
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = match ?? [];
  return { scheme: scheme.toLowerCase(), netloc, path, query, fragment };
}

function hostOf(netloc: string): readonly [string | undefined, string | undefined] {
  const host = netloc.slice(netloc.lastIndexOf("@") + 1);
  const [, name, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(host) ?? [];
  return [
    name === undefined || name === "" ? undefined : name.replace(/^\[|\]$/g, "").toLowerCase(),
    port,
  ];
}

const optional = (text: string | undefined): Value => (text === undefined ? none : str(text));

/** What is read off the part between `//` and the path. */
const ofNetloc: readonly (readonly [string, (netloc: string) => Value])[] = [
  ["hostname", (netloc) => optional(hostOf(netloc)[0])],
  [
    "port",
    (netloc) => {
      const [, port] = hostOf(netloc);
      return port !== undefined && /^\d+$/.test(port) ? int(Number(port)) : none;
    },
  ],
  ["username", (netloc) => optional(/^([^:@]*)(?::[^@]*)?@/.exec(netloc)?.[1])],
  ["password", (netloc) => optional(/^[^:@]*:([^@]*)@/.exec(netloc)?.[1])],
];

function resultClass(name: string, names: readonly string[]): ClassValue {
  const of = recordClass(name, "urllib.parse", names);
  for (const [property, answer] of ofNetloc) {
    const getter = native(property, (call) => {
      const self = call.self ?? call.positional[0]?.value ?? none;
      const netloc = call.interpreter.attribute(self, "netloc");
      return answer(netloc?.kind === "str" ? netloc.value : "");
    })[1];
    of.attributes.set(property, { kind: "property", getter, setter: undefined });
  }
  of.attributes.set(
    "geturl",
    native("geturl", (call) => {
      const { interpreter, self = none } = call;
      const part = (part: string): string => {
        const value = names.includes(part) ? interpreter.attribute(self, part) : undefined;
        return value?.kind === "str" ? value.value : "";
      };
      const before = (sign: string, text: string): string => (text === "" ? "" : sign + text);
      const start = part("scheme") === "" ? "" : `${part("scheme")}:`;
      const rest = part("path") + before(";", part("params")) + before("?", part("query"));
      return str(start + before("//", part("netloc")) + rest + before("#", part("fragment")));
    })[1],
  );
  return of;
}

const splitClass = resultClass("SplitResult", ["scheme", "netloc", "path", "query", "fragment"]);
const parseClass = resultClass("ParseResult", [
  "scheme",
  "netloc",
  "path",
  "params",
  "query",
  "fragment",
]);

const quoted = (text: string, safe: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/(?:%[\dA-F]{2})+/g, (codes) =>
      decodable(codes, (char) => (safe.includes(char) ? char : undefined)),
    );

/** Codes of single characters that may stay are written as they are. */
function decodable(codes: string, keep: (char: string) => string | undefined): string {
  return codes.replace(/%([0-7][\dA-F])/g, (code, digits: string) => {
    return keep(String.fromCharCode(parseInt(digits, 16))) ?? code;
  });
}

function unquoted(call: NativeCall, text: string): Value {
  return /%(?![0-9a-fA-F]{2})/.test(text)
    ? call.interpreter.unknown("the text is not known")
    : str(decodeURIComponent(text));
}

function safeOf(call: NativeCall, otherwise: string): string {
  const safe = arg(call, 1, "safe");
  return safe?.kind === "str" ? safe.value : otherwise;
}

function encoded(call: NativeCall): Value {
  const query = need(call, 0, "query");
  const { interpreter } = call;
  if ([...call.keywords.keys()].some((name) => name !== "query"))
    return interpreter.unknown("these options of urlencode() are not followed", call.span);
  const items = query.kind === "dict" ? interpreter.attribute(query, "items") : undefined;
  const pairs = interpreter.iterate(items ? interpreter.call(items, {}) : query);
  const parts: string[] = [];
  for (const pair of pairs.items) {
    const [key, value] = interpreter.iterate(pair).items.map((item) => interpreter.text(item));
    if (key?.kind !== "str" || value?.kind !== "str")
      return interpreter.unknown("the text is not known", call.span);
    parts.push([key, value].map((text) => plus(quoted(text.value, ""))).join("="));
  }
  return pairs.uncertain ?? str(parts.join("&"));
}

const plus = (text: string): string => text.replaceAll("%20", "+");

function pairsOf(call: NativeCall): readonly (readonly [string, string])[] {
  return textOf(call, need(call, 0, "qs"))
    .split("&")
    .map((pair) => /^([^=]*)=([^]+)$/.exec(pair) ?? [])
    .flatMap(([, name, value]) => {
      const [key, text] = [name, value].map((part) => {
        const plain = unquoted(call, (part ?? "").replaceAll("+", " "));
        return plain.kind === "str" ? plain.value : undefined;
      });
      return key === undefined || key === "" || text === undefined ? [] : [[key, text] as const];
    });
}

/** `urllib.parse`. */
export const urllibParseNames = once((): readonly (readonly [string, Value])[] => [
  pure("quote", (call) => str(quoted(textOf(call, need(call, 0)), safeOf(call, "/")))),
  pure("quote_plus", (call) => str(plus(quoted(textOf(call, need(call, 0)), safeOf(call, ""))))),
  pure("unquote", (call) => unquoted(call, textOf(call, need(call, 0)))),
  pure("unquote_plus", (call) => unquoted(call, textOf(call, need(call, 0)).replaceAll("+", " "))),
  pure("urlsplit", (call) => {
    const parts = partsOf(textOf(call, need(call, 0, "url")));
    return wrappedTuple(
      splitClass,
      Object.values(parts).map((part: string) => str(part)),
    );
  }),
  pure("urlparse", (call) => {
    const { scheme, netloc, path, query, fragment } = partsOf(textOf(call, need(call, 0, "url")));
    const [, plain = path, params = ""] = /^([^]*\/?[^/;]*);([^/]*)$/.exec(path) ?? [];
    return wrappedTuple(
      parseClass,
      [scheme, netloc, plain, params, query, fragment].map((part) => str(part)),
    );
  }),
  native("urlencode", encoded),
  pure("parse_qsl", (call) =>
    call.interpreter.list(pairsOf(call).map(([name, value]) => tuple([str(name), str(value)]))),
  ),
  pure("parse_qs", (call) => {
    const all = new Map<string, string[]>();
    for (const [name, value] of pairsOf(call)) all.set(name, [...(all.get(name) ?? []), value]);
    const { interpreter } = call;
    return interpreter.dict(
      [...all].map(
        ([name, values]) => [name, interpreter.list(values.map((value) => str(value)))] as const,
      ),
    );
  }),
]);
