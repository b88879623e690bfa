import type { Value } from "../value.ts";
import { surelyLacks } from "./moduleMembers.ts";

/** A name of a library module that is not followed is there all the same, and unknown, unless no Python has it. */
export function unfollowed(module: string): (name: string) => Value | undefined {
  return (name) =>
    name.startsWith("__") || surelyLacks(module, name)
      ? undefined
      : {
          kind: "unknown",
          reason: `${module}.${name} is known only when it runs`,
          path: `${module}.${name}`,
        };
}
