import type { Value } from "../value.ts";

/** A name of a library module that is not followed is there all the same, and unknown. */
export function unfollowed(module: string): (name: string) => Value | undefined {
  return (name) =>
    name.startsWith("__")
      ? undefined
      : {
          kind: "unknown",
          reason: `${module}.${name} is known only when it runs`,
          path: `${module}.${name}`,
        };
}
