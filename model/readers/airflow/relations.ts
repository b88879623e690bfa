import { unwrapped } from "../../python/builtins/pure.ts";
import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { BinaryOperation, Expression } from "../../python/syntax.ts";
import type { ClassValue, NativeFunctionValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { classFor } from "./classFor.ts";
import { isStandIn, nodeOf, operandOf, type Operand } from "./operands.ts";
import {
  instanceOf,
  leastCertain,
  payloadOf,
  statementOf,
  stringOf,
  type Session,
} from "./session.ts";
import { report } from "./structure/building.ts";
import { chain, chainLinear, crossDownstream, type Link } from "./structure/chains.ts";
import { openWays } from "./structure/choices.ts";
import type { LabelDraft, Statement } from "./structure/draft.ts";
import { setDownstream, setUpstream } from "./structure/relate.ts";

const none: Value = { kind: "none" };

/** What tasks, groups, outputs and labels have in common (Airflow: DependencyMixin). */
export function relatableClass(session: Session): ClassValue {
  return classFor(session, "DependencyMixin", () =>
    nativeClass({
      name: "DependencyMixin",
      module: "airflow.sdk",
      attributes: [
        shift(session, "__rshift__", ">>", false),
        shift(session, "__lshift__", "<<", false),
        shift(session, "__rrshift__", ">>", true),
        shift(session, "__rlshift__", "<<", true),
        method("set_downstream", (call) => setRelatives(session, call, ">>")),
        method("set_upstream", (call) => setRelatives(session, call, "<<")),
      ],
    }),
  );
}

/** `Label("x")` and `EdgeModifier(label="x")`. */
export function labelFunction(session: Session, name: string): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    checkLabel(session, name, call);
    const text = call.positional[0]?.value ?? call.keywords.get("label")?.value;
    const draft: LabelDraft = {
      kind: "label",
      text: stringOf(text) ?? (text?.kind === "unknown" ? (text.pattern ?? "{label}") : ""),
      upstream: [],
      downstream: [],
    };
    return instanceOf(labelClass(session), { type: "airflow.label", draft }, call.span);
  });
}

/** A label takes its text and nothing else. */
function checkLabel(session: Session, name: string, call: NativeCall): void {
  const other = [...call.keywords].find(([keyword]) => keyword !== "label");
  const count = call.positional.length + call.keywords.size;
  if (count === 1 && !other) return;
  if (count === 0 && call.uncertain) return;
  const second = call.positional[1];
  const span = other?.[1].keywordSpan ?? second?.span ?? call.span;
  report(session.building, "label-call", span, { name, other: other?.[0] ?? null, count });
}

/** `chain`, `chain_linear` and `cross_downstream`. */
export function chainFunction(
  session: Session,
  name: "chain" | "chain_linear" | "cross_downstream",
): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    const given =
      name === "cross_downstream"
        ? [...call.positional, ...named(call, ["from_tasks", "to_tasks"])]
        : call.positional;
    const sides = given.map(({ value }) => value);
    if (sides.flatMap(itemsOf).some((item) => isStandIn(call, item))) {
      relateEach(call, name, sides);
      return none;
    }
    const operands = given.map((argument) => {
      if (name === "chain") refuseInChain(session, call, argument.value);
      const operand = operandOf(session, call, argument.value, argument.span);
      return { operand, span: argument.span ?? call.span };
    });
    const { building } = session;
    const all = operands.map(({ operand }) => operand.certainty);
    const said = weaken(statementOf(call, "call"), ...all, call.uncertain ? "dynamic" : "certain");
    if (name === "cross_downstream" && !call.uncertain) checkCross(session, call, operands);
    const links = operands.map(({ operand, span }): Link => ({ nodes: linkOf(operand), span }));
    const [first, second] = links;
    if (name === "chain") chain(building, links, said);
    else if (name === "chain_linear") chainLinear(building, links, said);
    else if (first && second) crossDownstream(building, first, second, said);
    return none;
  });
}

function itemsOf(given: Value): readonly Value[] {
  const value = unwrapped(given);
  return value.kind === "list" || value.kind === "tuple" ? value.items : [value];
}

/** As Airflow's own functions go about it, one call for each pair: where an object has its own methods. */
function relateEach(call: NativeCall, name: string, sides: readonly Value[]): void {
  for (const [index, down] of sides.slice(1).entries()) {
    const up = sides[index];
    if (!up) continue;
    const [above, below] = [itemsOf(up), itemsOf(down)];
    const isPairwise = name === "chain" && up.kind !== "instance" && down.kind !== "instance";
    const turn = name === "chain" && up.kind !== "instance" && down.kind === "instance";
    const pairs: (readonly [Value | undefined, Value])[] = isPairwise
      ? below.map((value, at) => [above[at], value] as const)
      : turn
        ? [[down, up]]
        : above.map((value) => [value, down] as const);
    for (const [one, other] of pairs) {
      const relate =
        one && call.interpreter.attribute(one, turn ? "set_upstream" : "set_downstream");
      if (relate) call.interpreter.call(relate, { positional: [other] });
    }
  }
}

/** The first side is walked through, so that it has to be a list; the second may be one task. */
function checkCross(
  session: Session,
  call: NativeCall,
  [from, to]: readonly { readonly operand: Operand; readonly span: Span }[],
): void {
  if (!to) report(session.building, "R7", call.span, { given: null, call: "cross_downstream" });
  else if (from && !from.operand.isList && from.operand.certainty !== "dynamic")
    report(session.building, "R7", from.span, { given: "one", call: "cross_downstream" });
}

/** Arguments that were given by name, in order. */
function named(call: NativeCall, names: readonly string[]): GivenArgument[] {
  return names.flatMap((name) => call.keywords.get(name) ?? []);
}

/** Makes a native method as an attribute of a class. */
export function method(name: string, run: (call: NativeCall) => Value): readonly [string, Value] {
  return [name, nativeFunction(name, run)];
}

function labelClass(session: Session): ClassValue {
  return classFor(session, "EdgeModifier", () =>
    nativeClass({ name: "EdgeModifier", module: "airflow.sdk", bases: [relatableClass(session)] }),
  );
}

function linkOf(operand: Operand): Link["nodes"] {
  const [only] = operand.nodes;
  return !operand.isList && only ? only : operand.nodes;
}

/** `chain` takes tasks and lists of them: a text or a number beside another is refused (Airflow: TypeError). */
function refuseInChain(session: Session, call: NativeCall, value: Value): void {
  if (value.kind === "int" || value.kind === "none" || value.kind === "str") {
    report(session.building, "R7", value.span ?? call.span, { given: value.kind });
  }
}

/** An arrow. The list of `[a, b] >> c` has no arrow of its own: `c` answers (`swapped`). */
function shift(
  session: Session,
  name: string,
  arrow: ">>" | "<<",
  swapped: boolean,
): readonly [string, Value] {
  return method(name, (call) => {
    const given = call.positional[0];
    const node = nodeOf(call.self);
    const downstream = (arrow === ">>") !== swapped;
    if (given && !node && relateByMethod(call, downstream, given.value))
      return swapped ? (call.self ?? none) : given.value;
    if (!given || !node) return call.self ?? none;
    const ends = endsOf(call, arrow);
    const side = downstream ? "roots" : "leaves";
    const operand = operandOf(session, call, given.value, swapped ? ends.left : ends.right, side);
    const from = arrow === ">>" ? ends.left : ends.right;
    const to = arrow === ">>" ? ends.right : ends.left;
    const via = node.kind === "label" ? "label" : "shift";
    const said = statementOf(call, via, { from, to, span: ends.whole });
    const statement = operand.certainty === "certain" ? said : weaken(said, operand.certainty);
    if (downstream) setDownstream(session.building, node, operand.nodes, statement);
    else setUpstream(session.building, node, operand.nodes, statement);
    return swapped ? (call.self ?? none) : given.value;
  });
}

/** An object of the workspace's own class that inherits the arrows has its own way of setting relatives. */
function relateByMethod(call: NativeCall, downstream: boolean, other: Value): boolean {
  const { self } = call;
  if (self?.kind !== "instance" || self.class.node === undefined) return false;
  const name = downstream ? "set_downstream" : "set_upstream";
  const own = call.interpreter.attribute(self, name);
  if (own?.kind !== "method" || own.callee.kind !== "function") return false;
  call.interpreter.call(own, { positional: [other] });
  return true;
}

interface Ends {
  readonly left: Span | undefined;
  readonly right: Span | undefined;
  /** The smallest text that states the relation: `b >> c` of `a >> b >> c`. */
  readonly whole: Span;
}

function endsOf(call: NativeCall, arrow: string): Ends {
  const node = call.node;
  if (node?.kind !== "BinaryOperation" || node.operator !== arrow) {
    return { left: call.selfSpan, right: call.positional[0]?.span, whole: call.span };
  }
  const left = lastOf(node.left);
  const right = lastOf(node.right);
  const { interpreter } = call;
  return {
    left: interpreter.spanOf(left),
    right: interpreter.spanOf(right),
    whole: interpreter.spanOf({ start: left.start, end: node.end }),
  };
}

/** The value of a chain of arrows is its right end. */
function lastOf(expression: Expression): Expression {
  let at = expression;
  while (isArrow(at)) at = at.right;
  return at;
}

function isArrow(expression: Expression): expression is BinaryOperation {
  return (
    expression.kind === "BinaryOperation" &&
    (expression.operator === ">>" || expression.operator === "<<")
  );
}

function setRelatives(session: Session, call: NativeCall, arrow: ">>" | "<<"): Value {
  const node = nodeOf(call.self);
  const given =
    call.positional[0] ?? call.keywords.get("task_or_task_list") ?? call.keywords.get("other");
  if (node && !given && !call.uncertain) {
    const name = arrow === ">>" ? "set_downstream" : "set_upstream";
    const message = `${name}() missing 1 required positional argument: 'task_or_task_list'`;
    return call.interpreter.raise("TypeError", message, call.span);
  }
  if (!node || !given) return none;
  const side = arrow === ">>" ? "roots" : "leaves";
  const operand = operandOf(session, call, given.value, given.span, side);
  const modifier = call.positional[1]?.value ?? call.keywords.get("edge_modifier")?.value;
  const label = payloadOf(modifier, "airflow.label")?.draft;
  const [from, to] = arrow === ">>" ? [call.selfSpan, given.span] : [given.span, call.selfSpan];
  const statement = weaken(statementOf(call, "call", { from, to }), operand.certainty);
  if (arrow === ">>") setDownstream(session.building, node, operand.nodes, statement, label);
  else setUpstream(session.building, node, operand.nodes, statement, label);
  return none;
}

function weaken(statement: Statement, ...certainties: Statement["certainty"][]): Statement {
  if (certainties.every((each) => each === "certain")) return statement;
  const certainty = leastCertain(statement.certainty, ...certainties);
  return certainties.includes("dynamic")
    ? { ...statement, certainty, choices: openWays }
    : { ...statement, certainty };
}
