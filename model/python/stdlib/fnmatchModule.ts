import { once } from "../once.ts";
import { need, pure, textOf } from "../builtins/pure.ts";
import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { bool } from "../values.ts";
import { nameMatcher } from "./globPaths.ts";

/** `*` and `?` match anything here, dots in front and slashes too. */
function matcher(pattern: string): RegExp {
  const plain = nameMatcher(pattern).source.replace("(?!\\.)", "").replaceAll("[^/]", "[^]");
  return new RegExp(plain);
}

function matches(call: NativeCall): Value {
  return bool(
    matcher(textOf(call, need(call, 1, "pat"))).test(textOf(call, need(call, 0, "name"))),
  );
}

/** `fnmatch`, as systems have it that tell capitals from small letters. */
export const fnmatchNames = once((): readonly (readonly [string, Value])[] => [
  pure("fnmatch", matches),
  pure("fnmatchcase", matches),
  pure("filter", (call) => {
    const pattern = matcher(textOf(call, need(call, 1, "pat")));
    const { items, uncertain } = call.interpreter.iterate(need(call, 0, "names"));
    const unknown = uncertain ?? items.find((item) => item.kind === "unknown");
    return (
      unknown ?? call.interpreter.list(items.filter((item) => pattern.test(textOf(call, item))))
    );
  }),
]);
