import { once } from "../once.ts";
import { arg, native, need } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { inferredFrom, none } from "../values.ts";
import { environment } from "./osModule.ts";

type Names = readonly (readonly [string, Value])[];

// Packages that read settings from the environment: a default that is written is what can be said of them.

function setting(call: NativeCall): Value {
  return environment(call, need(call, 0, "name"), arg(call, 1, "default"));
}

/** `environs`: `env("NAME", "default")`, `env.int("NAME", 3)`. */
export const environsNames = once((): Names =>
  ["Env", "FileAwareEnv"].map((name) => [
    name,
    nativeClass({
      name,
      module: "environs",
      attributes: [
        native("__init__", () => none),
        native("read_env", () => none),
        native("seal", () => none),
        ...["__call__", "str", "int", "float", "bool", "decimal", "uuid", "path", "url"].map(
          (kind) => native(kind, setting),
        ),
        ...[
          "list",
          "dict",
          "json",
          "enum",
          "date",
          "datetime",
          "time",
          "timedelta",
          "log_level",
        ].map((kind) => native(kind, setting)),
      ],
    }),
  ]),
);

/** `decouple`: `config("NAME", default="x")`. */
export const decoupleNames = once((): Names => [
  native("config", (call) => {
    const value = setting(call);
    const cast = arg(call, 2, "cast");
    if (!cast || value.kind === "unknown") return value;
    return inferredFrom(call.interpreter.call(cast, { positional: [value] }), value);
  }),
]);

/** `dotenv`. */
export const dotenvNames = once((): Names => [native("load_dotenv", () => none)]);
