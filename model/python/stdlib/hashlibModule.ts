import { once } from "../once.ts";
import { native, need, unwrapped } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, Payload, Value } from "../value.ts";
import { none, str, unknownFrom } from "../values.ts";
import { digests } from "./digests.ts";

/** A digest being made: the bytes so far; undefined when they are not known. */
interface HashPayload extends Payload {
  readonly type: "hash";
  readonly name: string;
  bytes: string | undefined;
}

function make(call: NativeCall, name: string, first: Value | undefined): Value {
  if (!digests[name]) return call.interpreter.unknown(`${name} is not followed`, call.span);
  const payload: HashPayload = { type: "hash", name, bytes: "" };
  if (first) add(payload, call, first);
  return { kind: "instance", class: hashClass, attributes: new Map(), payload };
}

function add(payload: HashPayload, call: NativeCall, given: Value): void {
  const value = unwrapped(given);
  if (value.kind === "str")
    call.interpreter.raise("TypeError", "Strings must be encoded before hashing");
  payload.bytes =
    value.kind === "bytes" && payload.bytes !== undefined ? payload.bytes + value.value : undefined;
}

function payloadOf(call: NativeCall): HashPayload | undefined {
  const payload = call.self?.kind === "instance" ? call.self.payload : undefined;
  // The type tells which payload it is.
  return payload?.type === "hash" ? (payload as HashPayload) : undefined;
}

/** What the bytes so far give; unknown when they are. */
function digestOf(call: NativeCall): string | undefined {
  const payload = payloadOf(call);
  if (payload?.bytes === undefined) return undefined;
  call.interpreter.spend(payload.bytes.length >> 3);
  return digests[payload.name]?.(payload.bytes);
}

const hexOf = (bytes: string): string =>
  bytes.replace(/[^]/g, (char) => char.charCodeAt(0).toString(16).padStart(2, "0"));

const hashClass: ClassValue = nativeClass({
  name: "HASH",
  module: "_hashlib",
  attributes: [
    native("update", (call) => {
      const payload = payloadOf(call);
      if (payload) add(payload, call, need(call, 0));
      return none;
    }),
    native("hexdigest", (call) => {
      const bytes = digestOf(call);
      return bytes === undefined ? notKnown(call) : str(hexOf(bytes));
    }),
    native("digest", (call) => {
      const bytes = digestOf(call);
      return bytes === undefined ? notKnown(call) : { kind: "bytes", value: bytes };
    }),
    native("copy", (call) => {
      const payload = payloadOf(call);
      return payload
        ? { kind: "instance", class: hashClass, attributes: new Map(), payload: { ...payload } }
        : none;
    }),
  ],
});

function notKnown(call: NativeCall): Value {
  return call.interpreter.unknown("what is hashed is not known", call.span);
}

/** `hashlib`. */
export const hashlibNames = once((): readonly (readonly [string, Value])[] => [
  ...Object.keys(digests).map((name) =>
    native(name, (call) => {
      const first = call.positional[0] ?? call.keywords.get("data") ?? call.keywords.get("string");
      return first?.value.kind === "unknown"
        ? unknownFrom(first.value)
        : make(call, name, first?.value);
    }),
  ),
  native("new", (call) => {
    const name = need(call, 0, "name");
    return make(call, name.kind === "str" ? name.value : "", call.positional[1]?.value);
  }),
]);
