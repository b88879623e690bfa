import { budgets } from "../budgets.ts";
import { typeName } from "../builtins/pure.ts";
import type { Arguments, GivenArgument, Iteration, NativeCall } from "../native.ts";
import type { Call, Expression, Parameter } from "../syntax.ts";
import type { FunctionValue, IteratorValue, Scope, UnknownValue, Value } from "../value.ts";
import { zoneNameOf } from "../stdlib/dateValues.ts";
import { standardNames } from "../stdlib/standardNames.ts";
import { lazyIterator, libraryData, none, str, tuple, unknownFrom } from "../values.ts";
import { construct } from "./construct.ts";
import { mergeValues, withEach, within } from "./context.ts";
import { raise, spend, tooLarge } from "./raise.ts";
import { recover } from "./recovery.ts";
import {
  footingOf,
  spanOf,
  type FunctionCallOptions,
  type Run,
  type RunFrame,
  type Site,
} from "./run.ts";
import { innerScope, namesOf } from "./scopes.ts";
import { TooLarge } from "./signals.ts";
import { withMore } from "../../withMore.ts";

/** Calls anything. */
export function call(run: Run, callee: Value, args: Arguments, site: Site): Value {
  spend(run, 1);
  switch (callee.kind) {
    case "function":
      return callFunction(run, callee, args, site);
    case "nativeFunction":
      return callNative(run, callee.call, undefined, args, site);
    case "method":
      if (callee.callee.kind === "nativeFunction")
        return callNative(run, callee.callee.call, callee.self, args, site);
      return callFunction(run, callee.callee, withSelf(callee.self, args, site), site);
    case "class":
      return construct(run, callee, args, site);
    case "wrapped":
      return call(run, callee.callee, args, site);
    case "instance":
      return callInstance(run, callee, args, site);
    case "unknown":
      return callUnknown(run, callee, args, site);
    case "module":
      // A module that only stands in for a package may be anything; one of the library is no function.
      if (callee.file === undefined && callee.attribute && !isOfLibrary(run, callee.name))
        return callUnknown(
          run,
          {
            kind: "unknown",
            reason: `${callee.name} is known only when it runs`,
            path: callee.name,
          },
          args,
          site,
        );
      return raise(run, "TypeError", "'module' object is not callable", site.span);
    default:
      return raise(run, "TypeError", `'${typeName(callee)}' object is not callable`, site.span);
  }
}

function isOfLibrary(run: Run, module: string): boolean {
  return standardNames.has(module.split(".")[0] ?? "") || run.standardModule(module) !== undefined;
}

function withSelf(self: Value, args: Arguments, site: Site): Arguments {
  const first: GivenArgument = { value: self, span: site.selfSpan, keywordSpan: undefined };
  const { keywords, uncertain } = args;
  return { positional: [first, ...args.positional], keywords, uncertain };
}

/** Calls a native function. */
export function callNative(
  run: Run,
  native: (call: NativeCall) => Value,
  self: Value | undefined,
  args: Arguments,
  site: Site,
): Value {
  if (run.nesting > budgets.nesting) return tooLarge(run, site.span);
  run.nesting += 4;
  try {
    const result = native({
      positional: args.positional,
      keywords: args.keywords,
      uncertain: args.uncertain,
      interpreter: run.interpreter,
      self,
      span: site.span,
      node: site.node,
      selfSpan: site.selfSpan,
    });
    return result.kind === "unknown" ? asData(result, self, args) : result;
  } finally {
    run.nesting -= 4;
  }
}

/** What a library cannot tell is data, unless something unknown went in: that may have come out again. */
function asData(result: UnknownValue, self: Value | undefined, args: Arguments): UnknownValue {
  if (result.path !== undefined || result.alternatives || args.uncertain) return result;
  const given = [...args.positional, ...args.keywords.values()].map(({ value }) => value);
  const isOpen = [self, ...given].some(
    (value) => value?.kind === "unknown" && !value.path?.startsWith(libraryData),
  );
  return isOpen ? result : withMore(result, { path: libraryData });
}

function callInstance(
  run: Run,
  callee: Value & { kind: "instance" },
  args: Arguments,
  site: Site,
): Value {
  for (const ancestor of callee.class.mro) {
    const found = ancestor.attributes.get("__call__");
    if (found?.kind === "function" || found?.kind === "nativeFunction")
      return call(run, { kind: "method", self: callee, callee: found }, args, site);
  }
  if (callee.class.uncertain) return callUnknown(run, callee.class.uncertain, args, site);
  return raise(run, "TypeError", `'${callee.class.name}' object is not callable`, site.span);
}

function callUnknown(run: Run, callee: UnknownValue, args: Arguments, site: Site): Value {
  if (callee.alternatives) {
    const options = callee.alternatives.filter((option) => option.kind !== "none");
    const results = withEach(run, options, callee, (option) => run.call(option, args, site));
    return mergeValues(results, callee) ?? unknownFrom(callee);
  }
  const given: NativeCall = {
    positional: args.positional,
    keywords: args.keywords,
    uncertain: args.uncertain,
    interpreter: run.interpreter,
    self: undefined,
    span: site.span,
    node: site.node,
    selfSpan: site.selfSpan,
  };
  // `random.Random(7).shuffle(names)` changes what it is given.
  const [mixed] = /\bshuffle$/.test(callee.path ?? callee.reason) ? args.positional : [];
  if (mixed?.value.kind === "list") mixed.value.uncertain ??= unknownFrom(callee);
  const answer = run.host.onUnknownCall?.(callee, given);
  // `now().replace(tzinfo=…)`
  const moved = callee.zone && (args.keywords.get("tzinfo") ?? args.keywords.get("tz"));
  const zone = moved ? zoneNameOf(moved.value) : callee.zone;
  return answer ?? withMore(unknownFrom(callee), { path: callee.path && `${callee.path}()`, zone });
}

/** Runs a Python function's body with its arguments bound. */
export function callFunction(
  run: Run,
  callee: FunctionValue,
  args: Arguments,
  site: Site,
  options: FunctionCallOptions = {},
): Value {
  const open = givenAgain(run, callee, args);
  if (open) {
    run.host.onTooLarge?.(open.reason, site.span);
    return unknownFrom(open);
  }
  const most = run.tooDeep.has(callee.node) ? budgets.callsAgain : budgets.calls;
  if (run.frames.length >= most || run.nesting > budgets.nesting) {
    run.tooDeep.add(callee.node);
    spend(run, budgets.stepsPerDepth);
    return tooLarge(run, site.span);
  }
  spend(run, budgets.stepsPerCall);
  const names = namesOf(callee.node);
  const scope = innerScope("function", callee.scope, names);
  bindArguments(run, callee, args, scope, site);
  const { node } = callee;
  if (node.kind === "FunctionDef" && node.isAsync)
    return { kind: "unknown", reason: "a coroutine runs later", span: site.span };
  const certainty = options.sameCertainty === true ? "certain" : "inferred";
  if (names.isGenerator && !options.onYield) {
    const made = lazyIterator(
      () => runGenerator(run, made, callee, scope, site, options),
      (each) => {
        made.returned = driveGenerator(run, callee, scope, site, options, each);
      },
    );
    return made;
  }
  const withGiven = withMore(options, { given: args });
  return within(run, certainty, undefined, () => runBody(run, callee, scope, site, withGiven));
}

/**
 * An unknown that a function hands itself where it was given one already, all else being the same: it would go on so, down
 * to the deepest call, and tell nothing new.
 */
function givenAgain(run: Run, callee: FunctionValue, args: Arguments): UnknownValue | undefined {
  const open = firstUnknown(args);
  const isSame = (frame: RunFrame): boolean =>
    frame.callee?.kind === "function" &&
    frame.callee.node === callee.node &&
    isLike(frame.given, args);
  return open && run.frames.some(isSame) ? open : undefined;
}

function firstUnknown({ positional, keywords }: Arguments): UnknownValue | undefined {
  for (const { value } of positional) if (value.kind === "unknown") return value;
  for (const { value } of keywords.values()) if (value.kind === "unknown") return value;
  return undefined;
}

function isLike(before: Arguments | undefined, args: Arguments): boolean {
  if (before?.positional.length !== args.positional.length) return false;
  if (before.keywords.size !== args.keywords.size) return false;
  const isSame = (value: Value, other: Value | undefined): boolean =>
    value === other || (value.kind === "unknown" && other?.kind === "unknown");
  return (
    args.positional.every(({ value }, at) => isSame(value, before.positional[at]?.value)) &&
    [...args.keywords].every(([name, { value }]) => isSame(value, before.keywords.get(name)?.value))
  );
}

/** Runs a generator to its end. */
function runGenerator(
  run: Run,
  of: IteratorValue,
  callee: FunctionValue,
  scope: Scope,
  site: Site,
  options: FunctionCallOptions,
): Iteration {
  const items: Value[] = [];
  let uncertain: UnknownValue | undefined;
  const { branch } = run.context;
  of.returned = driveGenerator(run, callee, scope, site, options, (item) => {
    if (run.context.branch !== branch) uncertain ??= run.context.unknown;
    items.push(item);
  });
  return { items, uncertain };
}

/** Runs a generator to its end, handing on each item where it is given; answers what it returns. */
function driveGenerator(
  run: Run,
  callee: FunctionValue,
  scope: Scope,
  site: Site,
  options: FunctionCallOptions,
  each: (item: Value) => void,
): Value {
  let count = 0;
  const { receives } = namesOf(callee.node);
  const onYield = (value: Value): Value => {
    if (count >= budgets.rounds) throw new TooLarge("too large to follow", site.span);
    count += 1;
    each(value);
    return receives
      ? { kind: "unknown", reason: "what is sent to a generator is not followed", span: site.span }
      : none;
  };
  return within(run, "inferred", undefined, () =>
    runBody(run, callee, scope, site, withMore(options, { onYield })),
  );
}

function runBody(
  run: Run,
  callee: FunctionValue,
  scope: Scope,
  site: Site,
  options: FunctionCallOptions,
): Value {
  const { onYield } = options;
  const frame: RunFrame = {
    kind: "function",
    module: callee.module,
    callee,
    callSpan: site.span,
    scope,
    statement: undefined,
    at: undefined,
    maybeReturns: [],
    recovers: options.recover,
    onYield,
    given: options.given,
  };
  const before = run.frame;
  run.frames.push(frame);
  run.frame = frame;
  try {
    if (callee.node.kind === "Lambda") return run.evaluate(callee.node.body, scope);
    const completion = run.runBlock(callee.node.body, scope);
    const value = completion?.kind === "return" ? completion.value : none;
    if (frame.maybeReturns.length === 0) return value;
    const cause: UnknownValue = frame.undecided ??
      run.context.unknown ?? {
        kind: "unknown",
        reason: "what it returns depends on a condition that is not known",
        span: site.span,
      };
    return mergeValues([...frame.maybeReturns, value], cause) ?? value;
  } finally {
    run.frames.pop();
    run.frame = before;
  }
}

/** Binds arguments to parameters as Python does; raises its TypeErrors. */
export function bindArguments(
  run: Run,
  callee: FunctionValue,
  args: Arguments,
  scope: Scope,
  site: Site,
): void {
  const { parameters } = callee.node;
  const { variables } = scope;
  const left = new Map(args.keywords);
  let next = 0;
  for (const parameter of parameters) {
    const name = parameter.name.name;
    switch (parameter.form) {
      case "positionalOnly":
      case "plain": {
        const given = args.positional[next];
        if (given) {
          next += 1;
          variables.set(name, given.value);
          if (parameter.form === "plain" && left.has(name))
            raise(
              run,
              "TypeError",
              `${callee.name}() got multiple values for argument '${name}'`,
              site.span,
            );
          break;
        }
        bindKeyword(run, callee, parameter, args, left, scope, site);
        break;
      }
      case "keywordOnly":
        bindKeyword(run, callee, parameter, args, left, scope, site);
        break;
      case "star":
        variables.set(
          name,
          withMore(tuple(args.positional.slice(next).map((given) => given.value)), {
            uncertain: args.uncertain,
          }),
        );
        next = Math.max(next, args.positional.length);
        break;
      case "doubleStar": {
        variables.set(name, restOf(run, left, args.uncertain));
        left.clear();
        break;
      }
    }
  }
  if (next < args.positional.length)
    raise(
      run,
      "TypeError",
      `${callee.name}() takes ${countText(parameters)} but ${args.positional.length} were given`,
      site.span,
    );
  for (const name of left.keys())
    raise(
      run,
      "TypeError",
      `${callee.name}() got an unexpected keyword argument '${name}'`,
      site.span,
    );
}

function bindKeyword(
  run: Run,
  callee: FunctionValue,
  parameter: Parameter,
  args: Arguments,
  left: Map<string, GivenArgument>,
  scope: Scope,
  site: Site,
): void {
  const name = parameter.name.name;
  const given = parameter.form === "positionalOnly" ? undefined : left.get(name);
  if (given) {
    left.delete(name);
    scope.variables.set(name, given.value);
    return;
  }
  if (args.uncertain) {
    scope.variables.set(name, unknownFrom(args.uncertain, `{${name}}`));
    return;
  }
  const value = callee.defaults.get(name);
  if (value === undefined)
    raise(
      run,
      "TypeError",
      `${callee.name}() missing ${parameter.form === "keywordOnly" ? "1 required keyword-only argument" : "1 required positional argument"}: '${name}'`,
      site.span,
    );
  scope.variables.set(name, value);
}

function restOf(
  run: Run,
  left: ReadonlyMap<string, GivenArgument>,
  uncertain: UnknownValue | undefined,
): Value {
  return {
    kind: "dict",
    entries: new Map(
      [...left].map(([name, given]) => [
        `s${name}`,
        { key: str(name), value: given.value, keySpan: given.keywordSpan, valueSpan: given.span },
      ]),
    ),
    uncertain,
    branch: run.context.branch,
  };
}

function countText(parameters: readonly Parameter[]): string {
  const count = parameters.filter(
    ({ form }) => form === "plain" || form === "positionalOnly",
  ).length;
  return `${count} positional argument${count === 1 ? "" : "s"}`;
}

/** An argument that raises does not keep the call from being understood. */
function evaluateArgument(run: Run, expression: Expression, scope: Scope): Value {
  const footing = footingOf(run);
  try {
    return run.evaluate(expression, scope);
  } catch (error) {
    const unknown = recover(run, error, footing, expression);
    if (!unknown) throw error;
    return unknown;
  }
}

/** Evaluates the arguments of a call, each with where it is written. */
export function evaluateArguments(run: Run, node: Call, scope: Scope): Arguments {
  const positional: GivenArgument[] = [];
  const keywords = new Map<string, GivenArgument>();
  let uncertain: UnknownValue | undefined;
  for (let at = 0, arg = node.args[0]; arg; arg = node.args[++at]) {
    const value = evaluateArgument(run, arg.value, scope);
    switch (arg.form) {
      case "positional":
        positional.push({ value, span: spanOf(run, arg.value), keywordSpan: undefined });
        break;
      case "keyword":
        keywords.set(arg.name?.name ?? "", {
          value,
          span: spanOf(run, arg.value),
          keywordSpan: spanOf(run, arg),
        });
        break;
      case "star": {
        const { items, uncertain: more } = run.iterate(value);
        for (const item of items)
          positional.push({ value: item, span: item.span, keywordSpan: undefined });
        uncertain ??= more;
        break;
      }
      case "doubleStar":
        uncertain ??= spread(run, value, keywords, node);
        break;
    }
  }
  return { positional, keywords, uncertain };
}

function spread(
  run: Run,
  value: Value,
  keywords: Map<string, GivenArgument>,
  node: Call,
): UnknownValue | undefined {
  if (value.kind === "unknown") return value;
  if (value.kind !== "dict") {
    const mapping = asDict(run, value);
    if (mapping?.kind === "dict") return spread(run, mapping, keywords, node);
    return { kind: "unknown", reason: "what ** spreads is not known" };
  }
  for (const entry of value.entries.values()) {
    if (entry.key.kind !== "str")
      raise(run, "TypeError", "keywords must be strings", spanOf(run, node));
    if (keywords.has(entry.key.value))
      raise(
        run,
        "TypeError",
        `got multiple values for keyword argument '${entry.key.value}'`,
        spanOf(run, node),
      );
    keywords.set(entry.key.value, {
      value: entry.value,
      span: entry.valueSpan ?? entry.value.span,
      keywordSpan: undefined,
    });
  }
  return value.uncertain;
}

/** What `dict(value)` would give for a mapping that is no dict. */
function asDict(run: Run, value: Value): Value | undefined {
  const of = run.builtin("dict");
  if (!of || value.kind !== "instance") return undefined;
  return run.call(
    of,
    {
      positional: [{ value, span: undefined, keywordSpan: undefined }],
      keywords: new Map(),
      uncertain: undefined,
    },
    { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined },
  );
}
