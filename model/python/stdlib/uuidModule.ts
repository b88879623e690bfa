import { once } from "../once.ts";
import { arg, native, need, pure, textOf } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, Payload, Value } from "../value.ts";
import { bool, int, none, str } from "../values.ts";
import { digests } from "./digests.ts";

interface UuidPayload extends Payload {
  readonly type: "uuid";
  /** 32 hexadecimal digits; equal ones are one key. */
  readonly key: string;
}

const uuidClass: ClassValue = nativeClass({
  name: "UUID",
  module: "uuid",
  attributes: [
    pure("__new__", (call) => {
      const digits = textOf(call, need(call, 0, "hex"))
        .replace("urn:", "")
        .replace("uuid:", "")
        .replace(/[{}-]/g, "")
        .toLowerCase();
      return /^[\da-f]{32}$/.test(digits)
        ? make(digits)
        : call.interpreter.raise("ValueError", "badly formed hexadecimal UUID string");
    }),
    native("__init__", () => none),
    native("__str__", (call) => str(dashed(digitsOf(call.self)))),
    native("__repr__", (call) => str(`UUID('${dashed(digitsOf(call.self))}')`)),
    native("__int__", (call) => int(BigInt(`0x${digitsOf(call.self)}`))),
    native("__eq__", (call) => bool(digitsOf(call.self) === digitsOf(need(call, 0)))),
    property("hex", (digits) => str(digits)),
    property("int", (digits) => int(BigInt(`0x${digits}`))),
    property("version", (digits) => int(parseInt(digits.charAt(12), 16))),
  ],
});

function property(name: string, of: (digits: string) => Value): readonly [string, Value] {
  const getter = native(name, (call) => of(digitsOf(call.self ?? call.positional[0]?.value)))[1];
  return [name, { kind: "property", getter, setter: undefined }];
}

function make(digits: string): Value {
  const payload: UuidPayload = { type: "uuid", key: digits };
  return { kind: "instance", class: uuidClass, attributes: new Map(), payload };
}

function digitsOf(value: Value | undefined): string {
  const payload = value?.kind === "instance" ? value.payload : undefined;
  return payload?.type === "uuid" ? (payload as UuidPayload).key : "";
}

function dashed(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function hex(bytes: string): string {
  return bytes.replace(/[^]/g, (char) => char.charCodeAt(0).toString(16).padStart(2, "0"));
}

/** A name in a namespace, hashed (RFC 4122). */
function named(call: NativeCall, version: 3 | 5): Value {
  const space = digitsOf(need(call, 0, "namespace"));
  const name = arg(call, 1, "name");
  if (space === "" || name?.kind !== "str")
    return call.interpreter.unknown("a UUID is not known", call.span);
  const start = space.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  const text = Array.from(new TextEncoder().encode(name.value), (byte) =>
    String.fromCharCode(byte),
  );
  const hash = digests[version === 3 ? "md5" : "sha1"]?.(start + text.join(""));
  if (hash === undefined) return call.interpreter.unknown("a UUID is not known", call.span);
  const digits = hex(hash);
  const variant = ((parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  return make(
    `${digits.slice(0, 12)}${version}${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`,
  );
}

/** `uuid`; those that are made of the clock or by chance are not known. */
export const uuidNames = once((): readonly (readonly [string, Value])[] => [
  ["UUID", uuidClass],
  ...["DNS", "URL", "OID"].map(
    (name, at) => [`NAMESPACE_${name}`, make(`6ba7b81${at}9dad11d180b400c04fd430c8`)] as const,
  ),
  ["NAMESPACE_X500", make("6ba7b8149dad11d180b400c04fd430c8")],
  pure("uuid3", (call) => named(call, 3)),
  pure("uuid5", (call) => named(call, 5)),
]);
