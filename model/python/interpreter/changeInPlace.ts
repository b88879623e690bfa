import { budgets } from "../budgets.ts";
import type { AugmentedAssign } from "../syntax.ts";
import type { Value } from "../value.ts";
import { noteChange } from "./context.ts";
import { tooLarge } from "./raise.ts";
import type { Run, Site } from "./run.ts";

/** What `old += right` leaves in its target: collections and objects change themselves, other values are made anew. */
export function changeInPlace(
  run: Run,
  operator: AugmentedAssign["operator"],
  old: Value,
  right: Value,
  site: Site,
): Value {
  if (old.kind === "list" && operator === "+") {
    const { items, uncertain } = run.iterate(right);
    noteChange(run, old);
    if (old.items.length + items.length > budgets.items) old.uncertain ??= tooLarge(run);
    else old.items.push(...items);
    if (uncertain) old.uncertain ??= uncertain;
    return old;
  }
  if (old.kind === "dict" && operator === "|" && right.kind === "dict") {
    for (const entry of right.entries.values()) run.setItem(old, entry.key, entry.value);
    old.uncertain ??= right.uncertain;
    return old;
  }
  if (old.kind === "list" && operator === "*") {
    const made = run.binary(operator, old, right, site);
    if (made.kind !== "list") return made;
    noteChange(run, old);
    old.items = made.items;
    old.uncertain ??= made.uncertain;
    return old;
  }
  if (old.kind === "set" && !old.frozen && right.kind === "set") {
    noteChange(run, old);
    const made = run.binary(operator, old, right, site);
    if (made.kind === "set") {
      old.items.clear();
      for (const [key, value] of made.items) old.items.set(key, value);
      old.uncertain ??= made.uncertain;
      return old;
    }
  }
  const name = methods[operator];
  const own = name !== undefined && old.kind === "instance" ? run.attribute(old, name) : undefined;
  if (!own || own.kind === "unknown") return run.binary(operator, old, right, site);
  const given = { value: right, span: site.argSpan, keywordSpan: undefined };
  return run.call(own, { positional: [given], keywords: new Map(), uncertain: undefined }, site);
}

const methods: Partial<Record<AugmentedAssign["operator"], string>> = {
  "+": "__iadd__",
  "|": "__ior__",
  "&": "__iand__",
  "-": "__isub__",
  "^": "__ixor__",
  "*": "__imul__",
  ">>": "__irshift__",
  "<<": "__ilshift__",
};
