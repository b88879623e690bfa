import type { NativeFunctionValue } from "../value.ts";
import { none, settled, unknownFrom } from "../values.ts";
import { native, need } from "./pure.ts";

/** Methods of iterators and generators. */
export const iteratorMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  native("__iter__", (call) => call.self ?? need(call, 0)),
  ...["__next__", "send"].map((name) =>
    native(name, (call) => {
      const { self } = call;
      if (self?.kind !== "iterator") return none;
      settled(self);
      if (self.uncertain) return unknownFrom(self.uncertain);
      const item = self.items[self.position];
      if (!item) return call.interpreter.raise("StopIteration", "");
      self.position += 1;
      return item;
    }),
  ),
  native("close", () => none),
];
