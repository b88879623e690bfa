import { budgets } from "../budgets.ts";
import type { Comprehension, ComprehensionClause, DictComprehension } from "../syntax.ts";
import type { DictValue, IteratorValue, Scope, UnknownValue, Value } from "../value.ts";
import { lazyIterator, settled, unknownFrom } from "../values.ts";
import { assignTo } from "./assign.ts";
import { within } from "./context.ts";
import { driveEach, isDrivable } from "./drive.ts";
import { setDictItem } from "./items.ts";
import { narrowed } from "./narrow.ts";
import { keyOf, truth } from "./operators.ts";
import { makeList, tooLarge } from "./raise.ts";
import { spanOf, statementSpan, type Run, type RunFrame } from "./run.ts";
import { innerScope } from "./scopes.ts";

/** `[… for …]`, `{… for …}`, `(… for …)`. */
export function comprehension(
  run: Run,
  node: Comprehension | DictComprehension,
  scope: Scope,
): Value {
  const inner = innerScope("comprehension", scope);
  if (node.kind === "DictComprehension") return dictOf(run, node, scope, inner);
  const [first] = node.clauses;
  if (node.form === "generator" && first) {
    const source = run.evaluate(first.iterable, scope);
    const { frame } = run;
    const made = lazyIterator(() =>
      inFrameOf(run, frame, () => elements(run, node, scope, inner, source)),
    );
    made.hand = (each) => {
      const state: State = { uncertain: undefined, count: 0, source };
      inFrameOf(run, frame, () => {
        clause(run, node.clauses, 0, scope, inner, state, () => {
          each(run.evaluate(node.element, inner));
        });
      });
      made.uncertain ??= state.uncertain;
    };
    return made;
  }
  const { items, uncertain } = elements(run, node, scope, inner);
  if (node.form === "list") {
    const made = makeList(run, items, spanOf(run, node));
    if (made.kind === "list") made.uncertain = uncertain;
    return made;
  }
  const known = new Map<string, Value>();
  let open = uncertain;
  for (const item of items)
    if (item.kind === "unknown") open ??= item;
    else known.set(keyOf(run, item), item);
  return {
    kind: "set",
    items: known,
    frozen: false,
    uncertain: open,
    branch: run.context.branch,
    span: spanOf(run, node),
  };
}

function dictOf(run: Run, node: DictComprehension, scope: Scope, inner: Scope): Value {
  const made: DictValue = {
    kind: "dict",
    entries: new Map(),
    uncertain: undefined,
    branch: run.context.branch,
    span: spanOf(run, node),
  };
  const state: State = { uncertain: undefined, count: 0 };
  clause(run, node.clauses, 0, scope, inner, state, () => {
    const key = run.evaluate(node.key, inner);
    const value = run.evaluate(node.value, inner);
    setDictItem(run, made, key, value);
  });
  made.uncertain ??= state.uncertain;
  return made;
}

function elements(
  run: Run,
  node: Comprehension,
  scope: Scope,
  inner: Scope,
  source?: Value,
): { items: Value[]; uncertain: UnknownValue | undefined } {
  const items: Value[] = [];
  const state: State = { uncertain: undefined, count: 0, source };
  clause(run, node.clauses, 0, scope, inner, state, () => {
    items.push(run.evaluate(node.element, inner));
  });
  return { items, uncertain: state.uncertain };
}

/** A generator expression runs where it is asked, with the file and function that it is written in. */
function inFrameOf<T>(run: Run, written: RunFrame, action: () => T): T {
  const before = run.frame;
  const frame: RunFrame = { ...written, maybeReturns: [], callSpan: statementSpan(run) };
  run.frames.push(frame);
  run.frame = frame;
  try {
    return action();
  } finally {
    run.frames.pop();
    run.frame = before;
  }
}

interface State {
  /** The first iterable, when it was evaluated before. */
  readonly source?: Value | undefined;
  uncertain: UnknownValue | undefined;
  count: number;
}

/** Runs one `for … in … if …` and all that follow it. The first iterable is evaluated outside. */
function clause(
  run: Run,
  clauses: readonly ComprehensionClause[],
  at: number,
  outer: Scope,
  inner: Scope,
  state: State,
  element: () => void,
): void {
  const node = clauses[at];
  if (!node) {
    element();
    return;
  }
  const given = at === 0 ? state.source : undefined;
  const iterable = given ?? run.evaluate(node.iterable, at === 0 ? outer : inner);
  const round = (item: Value): void => {
    state.count += 1;
    assignTo(run, node.target, item, localTarget(inner, node), "for");
    const open = conditionsOf(run, node, inner);
    if (open === false) return;
    const rest = (): void => clause(run, clauses, at + 1, outer, inner, state, element);
    if (open === true) rest();
    else {
      state.uncertain ??= open;
      const given = node.conditions.map((test) => ({ test, holds: true }));
      within(run, "dynamic", open, () => {
        narrowed(run, given, inner, rest);
      });
    }
  };
  if (isDrivable(iterable)) {
    const { branch } = run.context;
    within(run, "inferred", undefined, () =>
      driveEach(run, iterable, (item) => {
        // A generator may give an item only perhaps.
        if (run.context.branch !== branch) state.uncertain ??= run.context.unknown;
        round(item);
        return undefined;
      }),
    );
    return;
  }
  // What is asked for more by an inner expression gives less to the rounds.
  const shared = knownIterator(iterable);
  const { items, uncertain } = shared
    ? { items: remaining(shared), uncertain: undefined }
    : run.iterate(iterable);
  const all = (): void => {
    for (const item of items) {
      if (state.count > budgets.rounds) {
        state.uncertain ??= tooLarge(run, spanOf(run, node));
        return;
      }
      round(item);
    }
  };
  if (!uncertain) {
    within(run, "inferred", undefined, all);
    return;
  }
  state.uncertain ??= uncertain;
  const variable = node.target.kind === "Name" ? node.target.name : undefined;
  const unknownItem = unknownFrom(uncertain, variable === undefined ? undefined : `{${variable}}`);
  within(
    run,
    "dynamic",
    uncertain,
    () => {
      if (Array.isArray(items) && items.length > 0) all();
      else round(unknownItem);
    },
    variable,
  );
}

function knownIterator(value: Value): IteratorValue | undefined {
  return value.kind === "iterator" && !settled(value).uncertain ? value : undefined;
}

function* remaining(walked: IteratorValue): Generator<Value> {
  for (;;) {
    const item = walked.items[walked.position];
    if (!item) return;
    walked.position += 1;
    yield item;
  }
}

/** Loop variables are the comprehension's own. */
function localTarget(inner: Scope, node: ComprehensionClause): Scope {
  declare(inner, node.target);
  return inner;
}

function declare(inner: Scope, target: ComprehensionClause["target"]): void {
  if (target.kind === "Name") {
    if (!inner.variables.has(target.name)) inner.variables.set(target.name, { kind: "none" });
  } else if (target.kind === "TupleLiteral" || target.kind === "ListLiteral")
    for (const item of target.items) declare(inner, item);
  else if (target.kind === "Starred") declare(inner, target.value);
}

/** Whether the conditions hold; the unknown that decides when that is not known. */
function conditionsOf(run: Run, node: ComprehensionClause, inner: Scope): boolean | UnknownValue {
  let open: UnknownValue | undefined;
  for (const condition of node.conditions) {
    const value = run.evaluate(condition, inner);
    const known = truth(run, value);
    if (known === false) return false;
    if (known === undefined)
      open ??=
        value.kind === "unknown" ? value : { kind: "unknown", reason: "a condition is not known" };
  }
  return open ?? true;
}
