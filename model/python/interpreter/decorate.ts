import type { Expression } from "../syntax.ts";
import type { Value } from "../value.ts";
import { spanOf, type Run } from "./run.ts";

/** Applies decorators, the last one first. An unknown one may do anything: the result is unknown. */
export function decorateWith(
  run: Run,
  nodes: readonly Expression[],
  decorators: readonly Value[],
  made: Value,
): Value {
  let value = made;
  for (let at = decorators.length - 1; at >= 0; at--) {
    const decorator = decorators[at];
    const node = nodes[at];
    if (!decorator || !node) continue;
    value = run.call(
      decorator,
      {
        positional: [{ value, span: value.span, keywordSpan: undefined }],
        keywords: new Map(),
        uncertain: undefined,
      },
      { span: spanOf(run, node), node: undefined, selfSpan: undefined },
    );
  }
  return value;
}
