import type { Value } from "../value.ts";
import { bool, int, str, tuple } from "../values.ts";
import { need, numeric, pure, unwrapped } from "./pure.ts";

function part(name: string, get: (self: Value) => Value): readonly [string, Value] {
  const [, getter] = pure(name, (call) => get(need(call, 0)));
  return [name, { kind: "property", getter, setter: undefined }];
}

/** Methods of `int` and `bool`. */
export const intMethods: readonly (readonly [string, Value])[] = [
  pure("bit_length", (call) => {
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind !== "int") return int(self.kind === "bool" && self.value ? 1 : 0);
    const size = self.value < 0n ? -self.value : self.value;
    return int(size === 0n ? 0 : size.toString(2).length);
  }),
  pure("conjugate", (call) => call.self ?? need(call, 0)),
  part("real", (self) => self),
  part("imag", () => int(0)),
  part("numerator", (self) => self),
  part("denominator", () => int(1)),
  pure("as_integer_ratio", (call) => tuple([call.self ?? need(call, 0), int(1)])),
  pure("__str__", (call) => call.interpreter.text(call.self ?? need(call, 0))),
];

/** Methods of `float`. */
export const floatMethods: readonly (readonly [string, Value])[] = [
  pure("is_integer", (call) => bool(Number.isInteger(numeric(call.self)))),
  pure("conjugate", (call) => call.self ?? need(call, 0)),
  pure("__str__", (call) => str(String(numeric(call.self ?? need(call, 0))))),
];
