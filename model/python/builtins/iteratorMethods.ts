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
      const sent = name === "send" ? call.positional[0]?.value : undefined;
      if (sent && sent.kind !== "none")
        self.uncertain ??= call.interpreter.unknown("what is sent to a generator is not followed");
      const item = self.items[self.position];
      if (self.uncertain && !(item && self.endless)) return unknownFrom(self.uncertain);
      if (!item) return call.interpreter.raise("StopIteration", "");
      self.position += 1;
      return item;
    }),
  ),
  native("close", () => none),
];
