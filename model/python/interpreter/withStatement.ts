import { typeName } from "../builtins/pure.ts";
import { budgets } from "../budgets.ts";
import type { Arguments } from "../native.ts";
import type { Statement, With, WithItem } from "../syntax.ts";
import type { FunctionValue, InstanceValue, Payload, Scope, Value } from "../value.ts";
import { none, unknownFrom } from "../values.ts";
import { assignTo } from "./assign.ts";
import { raise } from "./raise.ts";
import { footingOf, spanOf, standOn, type Run, type Site } from "./run.ts";
import { PythonError, TooLarge } from "./signals.ts";

type RunStatements<E> = (run: Run, body: readonly Statement[], scope: Scope) => E;

/** What `@contextmanager` makes when it is called: the generator function that runs around the block. */
export interface ContextManagerPayload extends Payload {
  readonly type: "contextManager";
  readonly callee: FunctionValue;
  readonly args: Arguments;
  readonly site: Site;
}

/** `with a as b, c:`: each item around the next, the body innermost. */
export function runWith<E extends { readonly kind: string } | undefined>(
  run: Run,
  statement: With,
  scope: Scope,
  runStatements: RunStatements<E>,
): E | undefined {
  return enter(run, statement, 0, scope, runStatements);
}

function enter<E extends { readonly kind: string } | undefined>(
  run: Run,
  statement: With,
  at: number,
  scope: Scope,
  runStatements: RunStatements<E>,
): E | undefined {
  const item = statement.items[at];
  if (!item) return runStatements(run, statement.body, scope);
  const manager = run.evaluate(item.context, scope);
  run.frame.statement = statement;
  const next = (value: Value): E | undefined => {
    if (item.target) assignTo(run, item.target, value, scope, "with");
    return enter(run, statement, at + 1, scope, runStatements);
  };
  if (manager.kind === "unknown") return next(unknownFrom(manager));
  const payload = manager.kind === "instance" ? manager.payload : undefined;
  if (payload?.type === "contextManager")
    return aroundYield(run, payload as ContextManagerPayload, next);
  return aroundBlock(run, manager, item, statement, next);
}

/** The generator runs up to its `yield`, the block runs there, and the generator goes on. */
function aroundYield<E>(
  run: Run,
  payload: ContextManagerPayload,
  next: (value: Value) => E,
): E | undefined {
  let ending: E | undefined;
  let entered = false;
  const { frame } = run;
  const depth = run.frames.length;
  run.callFunction(payload.callee, payload.args, payload.site, {
    sameCertainty: true,
    onYield: (value) => {
      if (entered) return none;
      entered = true;
      const inner = run.frame;
      // The block belongs to the frame that holds the `with`.
      run.frame = frame;
      const above = run.frames.splice(depth);
      try {
        ending = next(value);
      } finally {
        run.frames.length = depth;
        run.frames.push(...above);
        run.frame = inner;
      }
      return none;
    },
  });
  return ending;
}

function aroundBlock<E extends { readonly kind: string } | undefined>(
  run: Run,
  manager: Value,
  item: WithItem,
  statement: With,
  next: (value: Value) => E | undefined,
): E | undefined {
  const span = spanOf(run, item.context);
  const site: Site = { span, node: item.context, selfSpan: span };
  const method = (name: string): Value | undefined =>
    specialMethod(run, manager, statement.isAsync ? `__a${name}__` : `__${name}__`);
  const enterMethod = method("enter");
  const exitMethod = method("exit");
  if (!enterMethod || !exitMethod) {
    if (statement.isAsync) return next({ kind: "unknown", reason: "async code runs later", span });
    return raise(
      run,
      "TypeError",
      `'${typeName(manager)}' object does not support the context manager protocol`,
      span,
    );
  }
  const footing = footingOf(run);
  const value = run.call(enterMethod, plain([]), site);
  const leave = (args: readonly Value[]): Value => {
    footing.frame.statement = statement;
    return run.call(exitMethod, plain(args), { span, node: undefined, selfSpan: span });
  };
  let ending: E | undefined;
  const { catchers } = run;
  if (maySwallow(exitMethod)) run.catchers += 1;
  try {
    ending = next(value);
  } catch (error) {
    run.catchers = catchers;
    if (!(error instanceof PythonError || error instanceof TooLarge)) throw error;
    standOn(run, footing);
    if (error instanceof TooLarge) {
      leaveUnfinished(run, exitMethod, leave);
      throw error;
    }
    const swallowed = leave([error.value.class, error.value, none]);
    if (run.truth(swallowed) === true) return undefined;
    throw error;
  }
  run.catchers = catchers;
  leave([none, none, none]);
  return ending;
}

/** A block that is given up is left as well, lest what follows is taken to stand inside it: what is built in keeps account of that. */
function leaveUnfinished(run: Run, exit: Value, leave: (args: readonly Value[]) => Value): void {
  if (exit.kind !== "method" || exit.callee.kind !== "nativeFunction") return;
  const { stepsLeft } = run;
  run.stepsLeft = budgets.stepsAfterwards;
  leave([none, none, none]);
  run.stepsLeft = stepsLeft;
}

/** Whether leaving the block may end an exception: a manager of the workspace's own, or `suppress`. */
function maySwallow(exit: Value): boolean {
  if (exit.kind !== "method") return true;
  if (exit.callee.kind === "function") return true;
  return exit.self.kind === "instance" && exit.self.class.name === "suppress";
}

function plain(values: readonly Value[]): Arguments {
  return {
    positional: values.map((value) => ({ value, span: undefined, keywordSpan: undefined })),
    keywords: new Map(),
    uncertain: undefined,
  };
}

/** A special method, looked up on the class as Python does. */
function specialMethod(run: Run, value: Value, name: string): Value | undefined {
  if (value.kind !== "instance") return run.attribute(value, name);
  return ofClass(value, name) ?? (value.class.uncertain && unknownFrom(value.class.uncertain));
}

function ofClass(value: InstanceValue, name: string): Value | undefined {
  for (const ancestor of value.class.mro) {
    const found = ancestor.attributes.get(name);
    if (found?.kind === "function" || found?.kind === "nativeFunction")
      return { kind: "method", self: value, callee: found };
  }
  return undefined;
}
