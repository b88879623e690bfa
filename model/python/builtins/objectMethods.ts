import { runOf } from "../interpreter/run.ts";
import { setName } from "../interpreter/context.ts";
import type { NativeFunctionValue } from "../value.ts";
import { none } from "../values.ts";
import { native } from "./pure.ts";

/** What every class inherits; only what code calls by name. `__setattr__` is reached through `super()` alone. */
export const objectMethods: readonly (readonly [string, NativeFunctionValue])[] = [];

/** Methods of classes as objects. */
export const typeMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  native("__setattr__", (call) => {
    const [target, name, value] = call.positional.map((given) => given.value);
    if (target?.kind === "instance" && name?.kind === "str" && value)
      setName(runOf(call), target.attributes, name.value, value);
    return none;
  }),
];
