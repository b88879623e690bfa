import type { Call, Expression } from "../../python/syntax.ts";
import {
  cannot,
  isLabel,
  isPlain,
  itemFor,
  itemsOf,
  placeAmong,
  removeItem,
  replaceStatement,
  textOf,
  type Removal,
  type Removed,
} from "./removal.ts";
import { removeStatement } from "./statements.ts";

/** Takes one edge out of a call: `chain`, `cross_downstream`, `a.set_downstream(b)` and what other libraries have. */
export function removeFromCall(removal: Removal, call: Call): Removed {
  const { edge, alike, module, standing } = removal;
  const { callee } = call;
  const name = callee.kind === "Attribute" ? callee.name.name : nameOf(callee);
  const title = `Remove ${edge.from} → ${edge.to}`;
  const isList = name === "chain" || name === "chain_linear" || name === "cross_downstream";
  if (isList) return removeFromList(removal, call, name, title);
  const object = callee.kind === "Attribute" ? callee.object : callee;
  const values = [object, ...call.args.map(({ value }) => value)];
  if (alike.length === 1) {
    if (name !== "set_downstream" && name !== "set_upstream") {
      return { kind: "edits", title, edits: [removeStatement(module, standing)] };
    }
    const kept = values.filter((value) => !isPlain(value)).map((value) => textOf(module, value));
    if (kept.length > 0) return { kind: "edits", title, edits: [replaceStatement(removal, kept)] };
    return { kind: "edits", title, edits: [removeStatement(module, standing)] };
  }
  const [only] = call.args;
  const item = only && call.args.length === 1 ? itemFor(removal, only.value) : undefined;
  if (!item || !only) return cannot(`${textOf(module, call)} says other edges too`);
  return { kind: "edits", title, edits: [removeItem(module, only.value, item)] };
}

/** `chain(a, [b, c], d)`: keeps what stands before and after the link, and of the link itself all other edges as arrows. */
function removeFromList(removal: Removal, call: Call, name: string, title: string): Removed {
  const { stated, module, standing } = removal;
  const values = call.args.map(({ value }) => value);
  if (call.args.some(({ form }) => form !== "positional")) {
    return cannot("what it is given is not written out");
  }
  const at = values.findIndex(
    ({ start }, index) =>
      start === stated.fromSpan?.start && values[index + 1]?.start === stated.toSpan?.start,
  );
  const [left, right] = [values[at], values[at + 1]];
  if (!left || !right) return cannot("its statement does more than that");
  const rest = otherEdges(removal, left, right, name);
  if (!rest) return cannot(`${textOf(module, call.callee)}(…) says other edges too`);
  const callee = textOf(module, call.callee);
  const partOf = (part: readonly Expression[]): string[] =>
    part.length > 1 || part.some((operand) => !isPlain(operand))
      ? [`${callee}(${part.map((operand) => textOf(module, operand)).join(", ")})`]
      : [];
  const parts =
    name === "cross_downstream"
      ? rest
      : [...partOf(values.slice(0, at + 1)), ...rest, ...partOf(values.slice(at + 1))];
  if (parts.length === 0) {
    return { kind: "edits", title, edits: [removeStatement(module, standing)] };
  }
  return { kind: "edits", title, edits: [replaceStatement(removal, parts)] };
}

/** What a link of two operands says besides the edge, as arrows; undefined where it cannot be told. */
function otherEdges(
  removal: Removal,
  left: Expression,
  right: Expression,
  name: string,
): readonly string[] | undefined {
  const { alike, module } = removal;
  const [from, to] = [itemsOf(left) ?? [left], itemsOf(right) ?? [right]];
  const isPairs = name === "chain" && itemsOf(left) !== undefined && itemsOf(right) !== undefined;
  const size = isPairs ? from.length : from.length * to.length;
  if (alike.length !== size || (isPairs && from.length !== to.length)) return undefined;
  if (size === 1) return [left, right].some(isLabel) ? undefined : [];
  if (![...from, ...to].every(isPlain)) return undefined;
  const own = placeAmong(removal);
  if (own === undefined) return undefined;
  const write = (each: Expression): string => textOf(module, each);
  if (isPairs) {
    return from.flatMap((each, at) => {
      const other = to[at];
      return at === own || !other ? [] : [`${write(each)} >> ${write(other)}`];
    });
  }
  return from.flatMap((each, row) => {
    const others = to.filter((_, column) => row * to.length + column !== own).map(write);
    if (others.length === 0) return [];
    const written = others.length === 1 ? others.join("") : `[${others.join(", ")}]`;
    return [`${write(each)} >> ${written}`];
  });
}

function nameOf(expression: Expression): string | undefined {
  return expression.kind === "Name" ? expression.name : undefined;
}
