import { exceptionClass } from "../builtins/exceptions.ts";
import { need, pure, textOf } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import { once } from "../once.ts";
import type { ClassValue, Payload, Value } from "../value.ts";
import { bool, int, str, tuple } from "../values.ts";
import { ownOf } from "../../ownOf.ts";

// `packaging.version`: versions as PEP 440 writes and orders them.

interface VersionPayload extends Payload {
  readonly type: "version";
  /** What the order of versions compares, part by part. */
  readonly key: readonly number[];
  readonly text: string;
}

const pattern =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*$/i;

const stages: Readonly<Record<string, "a" | "b" | "rc">> = {
  a: "a",
  alpha: "a",
  b: "b",
  beta: "b",
  c: "rc",
  rc: "rc",
  pre: "rc",
  preview: "rc",
};

/** Before and after all that a part can be where it is written. */
const [first, last] = [-1, Number.MAX_SAFE_INTEGER];

const invalidVersion = nativeClass({
  name: "InvalidVersion",
  module: "packaging.version",
  bases: [exceptionClass("ValueError")],
});

const versionClass: ClassValue = nativeClass({
  name: "Version",
  module: "packaging.version",
  attributes: [
    pure("__new__", parse),
    ...(["__eq__", "__lt__", "__le__", "__gt__", "__ge__"] as const).map((name) =>
      pure(name, (call) => {
        const [own, other] = [versionOf(call.self), versionOf(need(call, 0))];
        if (!own || !other) return { kind: "notImplemented" };
        return bool(orders[name](compare(own.key, other.key)));
      }),
    ),
    pure("__str__", (call) => str(versionOf(call.self)?.text ?? "")),
    pure("__repr__", (call) => str(`<Version('${versionOf(call.self)?.text ?? ""}')>`)),
  ],
});

const orders = {
  __eq__: (sign: number) => sign === 0,
  __lt__: (sign: number) => sign < 0,
  __le__: (sign: number) => sign <= 0,
  __gt__: (sign: number) => sign > 0,
  __ge__: (sign: number) => sign >= 0,
} as const;

function versionOf(value: Value | undefined): VersionPayload | undefined {
  const payload = value?.kind === "instance" ? value.payload : undefined;
  // The type tells which payload it is.
  return payload?.type === "version" ? (payload as VersionPayload) : undefined;
}

function parse(call: NativeCall): Value {
  const written = textOf(call, need(call, 0, "version"));
  const parts = pattern.exec(written);
  if (!parts) return call.interpreter.raise(invalidVersion, `Invalid version: '${written}'`);
  const [, epoch, numbers = "", stage, stageNumber, dash, post, dev, devNumber, local] = parts;
  if (local !== undefined)
    return call.interpreter.unknown("the order of local versions is not followed", call.span);
  const release = numbers.split(".").map(Number);
  const pre = stage === undefined ? undefined : ownOf(stages, stage.toLowerCase());
  const after = dash ?? post;
  const head = `${Number(epoch) ? `${Number(epoch)}!` : ""}${release.join(".")}`;
  const preText = pre === undefined ? "" : `${pre}${Number(stageNumber ?? 0)}`;
  const postText = after === undefined ? "" : `.post${Number(after)}`;
  const devText = dev === undefined ? "" : `.dev${Number(devNumber ?? 0)}`;
  const isOnlyDev = pre === undefined && after === undefined && dev !== undefined;
  const key = [
    Number(epoch ?? 0),
    ...padded(release),
    pre === undefined ? (isOnlyDev ? first : last) : ["a", "b", "rc"].indexOf(pre),
    Number(stageNumber ?? 0),
    after === undefined ? first : Number(after),
    dev === undefined ? last : Number(devNumber ?? 0),
  ];
  const [major = 0, minor = 0, micro = 0] = release;
  const text = `${head}${preText}${postText}${devText}`;
  const payload: VersionPayload = { type: "version", key, text };
  return {
    kind: "instance",
    class: versionClass,
    attributes: new Map<string, Value>([
      ["epoch", int(Number(epoch ?? 0))],
      ["release", tuple(release.map((part) => int(part)))],
      ["major", int(major)],
      ["minor", int(minor)],
      ["micro", int(micro)],
      ["base_version", str(head)],
      ["public", str(text)],
      ["is_prerelease", bool(pre !== undefined || dev !== undefined)],
      ["is_postrelease", bool(after !== undefined)],
      ["is_devrelease", bool(dev !== undefined)],
    ]),
    payload,
  };
}

/** `1.0` and `1` are one release; no release has more parts than this. */
function padded(release: readonly number[]): number[] {
  return Array.from({ length: 12 }, (_, at) => release[at] ?? 0);
}

function compare(own: readonly number[], other: readonly number[]): number {
  return own.map((part, at) => part - (other[at] ?? 0)).find((part) => part !== 0) ?? 0;
}

/** `packaging.version`. */
export const packagingVersionNames = once((): readonly (readonly [string, Value])[] => [
  ["Version", versionClass],
  ["InvalidVersion", invalidVersion],
  pure("parse", parse),
]);
