import type { Arguments, CallInput, GivenArgument, NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, UnknownValue, Value } from "../value.ts";
import { unknownFrom } from "../values.ts";
import { missingMethods } from "./classes.ts";
import { raise } from "./raise.ts";
import type { Run, Site } from "./run.ts";

/** What calling a class gives: its metaclass may say. */
export function construct(run: Run, of: ClassValue, args: Arguments, site: Site): Value {
  const caller = of.metaclass && find(of.metaclass, "__call__");
  if (caller) return run.call({ kind: "method", self: of, callee: caller }, args, site);
  return constructPlainly(run, of, args, site);
}

/** The same as `type` itself does it. */
export function constructPlainly(run: Run, of: ClassValue, args: Arguments, site: Site): Value {
  const custom = constructorOf(of);
  if (!custom) return makeInstance(run, of, args, site);
  // Every field by name: a spread object is many times larger and slower.
  const given: NativeCall = {
    positional: args.positional,
    keywords: args.keywords,
    uncertain: args.uncertain,
    interpreter: run.interpreter,
    self: of,
    span: site.span,
    node: site.node,
    selfSpan: site.selfSpan,
  };
  return custom(given, (input) => makeInstance(run, of, argumentsOf(input), site));
}

/** The nearest way of its own to make instances. */
function constructorOf({ mro }: ClassValue): ClassValue["construct"] {
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at])
    if (ancestor.construct) return ancestor.construct;
  return undefined;
}

/** Whether everything has its place already. */
function isPlaced(input: CallInput): input is CallInput & Arguments {
  const { positional, keywords } = input;
  if (!positional || !keywords) return false;
  for (let at = 0, value = positional[0]; value; value = positional[++at])
    if ("kind" in value) return false;
  for (const value of keywords.values()) if ("kind" in value) return false;
  return true;
}

/** Arguments with spans from values alone. */
export function argumentsOf(input: CallInput): Arguments {
  if (isPlaced(input)) return input;
  const given = (value: Value | GivenArgument): GivenArgument =>
    "kind" in value ? { value, span: value.span, keywordSpan: undefined } : value;
  const keywords = new Map<string, GivenArgument>();
  for (const [name, value] of input.keywords ?? []) keywords.set(name, given(value));
  return { positional: (input.positional ?? []).map(given), keywords, uncertain: input.uncertain };
}

/** `__new__`, then `__init__`, as `type.__call__` does. */
function makeInstance(run: Run, of: ClassValue, args: Arguments, site: Site): Value {
  const made = newInstance(run, of, args, site);
  if (made.kind !== "instance" || !made.class.mro.includes(of)) return made;
  const init = find(of, "__init__");
  if (of.uncertain && !init) hideDefaults(of, of.uncertain, made, args);
  if (init) run.call({ kind: "method", self: made, callee: init }, args, site);
  else if (
    args.positional.length + args.keywords.size > 0 &&
    !of.uncertain &&
    !made.payload &&
    !hasNew(of)
  )
    raise(run, "TypeError", `${of.name}() takes no arguments`, site.span);
  return made;
}

/** A base that is not known may make attributes of what it is given, in the place of those that the class has. */
function hideDefaults(
  of: ClassValue,
  unknown: UnknownValue,
  made: InstanceValue,
  args: Arguments,
): void {
  for (const ancestor of of.mro)
    for (const [name, value] of ancestor.attributes) {
      const isData = !/^(?:function|nativeFunction|wrapped|property|class)$/.test(value.kind);
      if (isData && !name.startsWith("__") && (args.keywords.has(name) || args.uncertain))
        made.attributes.set(name, unknownFrom(unknown, `{${name}}`));
    }
}

function hasNew(of: ClassValue): boolean {
  return of.mro.some((ancestor) => ancestor.attributes.has("__new__"));
}

function newInstance(run: Run, of: ClassValue, args: Arguments, site: Site): Value {
  const { mro } = of;
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at]) {
    const found = ancestor.attributes.get("__new__");
    if (!found) continue;
    const callee = found.kind === "wrapped" ? found.callee : found;
    if (callee.kind === "nativeFunction") return fromBuiltin(run, of, ancestor, callee, args, site);
    const self: GivenArgument = { value: of, span: undefined, keywordSpan: undefined };
    return run.call(callee, { ...args, positional: [self, ...args.positional] }, site);
  }
  const missing = of.node ? missingMethods(of) : [];
  if (missing.length > 0)
    raise(
      run,
      "TypeError",
      `Can't instantiate abstract class ${of.name} without an implementation for abstract method${missing.length > 1 ? "s" : ""} ${missing.map((name) => `'${name}'`).join(", ")}`,
      site.span,
    );
  return {
    kind: "instance",
    class: of,
    attributes: new Map(),
    payload: undefined,
    span: site.span,
  };
}

/** A builtin value, wrapped if the class is derived from the builtin one. */
function fromBuiltin(
  run: Run,
  of: ClassValue,
  builtin: ClassValue,
  callee: Value,
  args: Arguments,
  site: Site,
): Value {
  const self: Value = { kind: "method", self: of, callee: callee as never };
  if (of === builtin || of.node === undefined) return run.call(self, args, site);
  const init = find(of, "__init__");
  const derived = of.mro.indexOf(builtin);
  const ownInit = of.mro.slice(0, derived).some((ancestor) => ancestor.attributes.has("__init__"));
  const value = run.call(
    self,
    ownInit && init?.kind === "function" && isContainer(builtin) ? argumentsOf({}) : args,
    site,
  );
  if (value.kind === "instance" || value.kind === "unknown" || value.kind === "class") return value;
  const made: InstanceValue = {
    kind: "instance",
    class: of,
    attributes: new Map(),
    payload: { type: "wrapped", value } as InstanceValue["payload"],
    span: site.span,
  };
  return made;
}

function isContainer(of: ClassValue): boolean {
  return /^(?:dict|list|set|defaultdict|OrderedDict|deque|Counter)$/.test(of.name);
}

function find(
  of: ClassValue,
  name: string,
): (Value & { kind: "function" | "nativeFunction" }) | undefined {
  const { mro } = of;
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at]) {
    const found = ancestor.attributes.get(name);
    if (found?.kind === "function" || found?.kind === "nativeFunction") return found;
  }
  return undefined;
}
