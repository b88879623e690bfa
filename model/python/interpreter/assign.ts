import { typeName } from "../builtins/pure.ts";
import type { Binding } from "../native.ts";
import type { Expression } from "../syntax.ts";
import type { Scope, UnknownValue, Value } from "../value.ts";
import { unknownFrom } from "../values.ts";
import { makeList, raise } from "./raise.ts";
import { bound, spanOf, type Run } from "./run.ts";
import { assignName } from "./scopes.ts";
import { withMore } from "../../withMore.ts";

/** Binds a value to whatever may stand left of `=`. */
export function assignTo(
  run: Run,
  target: Expression,
  value: Value,
  scope: Scope,
  form: Binding["form"],
): void {
  switch (target.kind) {
    case "Name":
      assignName(
        run,
        scope,
        target.name,
        named(value, target.name, form),
        spanOf(run, target),
        form,
      );
      return;
    case "Attribute": {
      const object = run.evaluate(target.object, scope);
      run.setAttribute(object, target.name.name, value);
      const base = target.object.kind === "Name" ? `${target.object.name}.` : "";
      const name = `${base}${target.name.name}`;
      const span = spanOf(run, target);
      bound(run, { name, span, value, form: "attribute", scope });
      return;
    }
    case "Subscript": {
      const object = run.evaluate(target.object, scope);
      const key = run.evaluate(target.index, scope);
      run.setItem(object, key, value, {
        keySpan: spanOf(run, target.index),
        valueSpan: value.span,
      });
      return;
    }
    case "TupleLiteral":
    case "ListLiteral":
      unpack(run, target.items, value, scope, form, target);
      return;
    case "Starred":
      assignTo(run, target.value, value, scope, form);
      return;
    default:
      return;
  }
}

/** An unknown loop variable is called by its name in patterns. */
function named(value: Value, name: string, form: Binding["form"]): Value {
  if (value.kind !== "unknown" || form !== "for") return value;
  return withMore(value, { pattern: `{${name}}` });
}

function unpack(
  run: Run,
  targets: readonly Expression[],
  value: Value,
  scope: Scope,
  form: Binding["form"],
  at: Expression,
): void {
  const { items, uncertain } =
    value.kind === "unknown" ? { items: [], uncertain: value } : iterateToUnpack(run, value, at);
  const star = targets.findIndex((target) => target.kind === "Starred");
  if (uncertain) {
    unpackUnknown(run, targets, { items, uncertain }, scope, form);
    return;
  }
  const plain = targets.length - (star < 0 ? 0 : 1);
  if (items.length < plain || (star < 0 && items.length > plain))
    raise(
      run,
      "ValueError",
      items.length < plain
        ? `not enough values to unpack (expected ${star < 0 ? "" : "at least "}${plain}, got ${items.length})`
        : `too many values to unpack (expected ${plain})`,
      spanOf(run, at),
    );
  const after = star < 0 ? 0 : targets.length - star - 1;
  for (const [index, target] of targets.entries()) {
    if (index === star)
      assignTo(run, target, makeList(run, items.slice(star, items.length - after)), scope, form);
    else {
      const item =
        items[star >= 0 && index > star ? items.length - (targets.length - index) : index];
      if (item) assignTo(run, target, item, scope, form);
    }
  }
}

function iterateToUnpack(
  run: Run,
  value: Value,
  at: Expression,
): { readonly items: readonly Value[]; readonly uncertain: UnknownValue | undefined } {
  if (
    value.kind === "none" ||
    value.kind === "int" ||
    value.kind === "float" ||
    value.kind === "bool"
  )
    return raise(
      run,
      "TypeError",
      `cannot unpack non-iterable ${typeName(value)} object`,
      spanOf(run, at),
    );
  return run.iterate(value);
}

function unpackUnknown(
  run: Run,
  targets: readonly Expression[],
  from: { readonly items: readonly Value[]; readonly uncertain: UnknownValue },
  scope: Scope,
  form: Binding["form"],
): void {
  for (const target of targets) {
    const pattern = target.kind === "Name" ? `{${target.name}}` : undefined;
    const item = unknownFrom(from.uncertain, pattern);
    if (target.kind === "Starred") {
      const made = makeList(run, []);
      if (made.kind === "list") made.uncertain = from.uncertain;
      assignTo(run, target, made, scope, form);
    } else assignTo(run, target, item, scope, form);
  }
}
