import type { GivenArgument, Interpreter } from "../native.ts";
import type { ClassDef, Expression } from "../syntax.ts";
import type { ClassValue, FunctionValue, Payload, Scope, UnknownValue, Value } from "../value.ts";
import { attributesOf } from "../builtins/namespace.ts";
import { str, tuple } from "../values.ts";
import { decorateWith } from "./decorate.ts";
import { makeList, raise } from "./raise.ts";
import { siteHere, spanOf, type Run } from "./run.ts";
import { assignName, innerScope } from "./scopes.ts";

/** What a base class does to a class derived from it, once its body has run (`Enum`, `NamedTuple`). */
export interface ClassHook extends Payload {
  readonly finish: (interpreter: Interpreter, made: ClassValue) => Value;
}

/** A `class` statement. */
export function defineClass(run: Run, node: ClassDef, scope: Scope): void {
  const decorators = node.decorators.map((decorator) => run.evaluate(decorator, scope));
  const bases: Value[] = [];
  const keywords = new Map<string, GivenArgument>();
  let metaclass: ClassValue | undefined;
  let uncertain: UnknownValue | undefined;
  for (const arg of node.args) {
    if (arg.form === "positional") bases.push(run.evaluate(arg.value, scope));
    else if (arg.form === "star") {
      const more = run.iterate(run.evaluate(arg.value, scope));
      bases.push(...more.items);
      uncertain ??= more.uncertain;
    } else if (arg.name?.name === "metaclass") {
      const meta = run.evaluate(arg.value, scope);
      if (meta.kind === "unknown") uncertain ??= meta;
      else if (meta.kind === "class" && meta.node) metaclass = meta;
    } else if (arg.form === "keyword") {
      const value = run.evaluate(arg.value, scope);
      if (arg.name) keywords.set(arg.name.name, { value, span: undefined, keywordSpan: undefined });
    } else run.evaluate(arg.value, scope);
  }
  for (const base of bases)
    if (base.kind === "unknown") uncertain ??= base;
    else if (base.kind === "class") metaclass ??= base.metaclass;
  const body = innerScope("class", scope);
  run.runBlock(node.body, body);
  const made = makeClass(run, {
    name: node.name.name,
    module: scope.module.name,
    bases,
    attributes: body.variables,
    uncertain,
    metaclass,
    node,
    file: scope.module.file,
    span: spanOf(run, node),
  });
  run.classOfBody.set(body, made);
  noteAbstract(made, node);
  completeClass(run, made, keywords);
  if (metaclass) runMetaclass(run, made, metaclass, keywords);
  const finished = finish(run, made);
  const value = decorateWith(run, node.decorators, decorators, finished);
  assignName(run, scope, node.name.name, value, spanOf(run, node.name), "class");
}

/** What `ABCMeta` adds to a class: the names of the methods that are still missing. */
function noteAbstract(made: ClassValue, node: ClassDef): void {
  const isAbstract = (name: string, value: Value | undefined): boolean =>
    value !== undefined && isAbstractMethod(value) && findIn(made, name) === value;
  const names = new Set<string>();
  for (const [name, value] of made.attributes) if (isAbstract(name, value)) names.add(name);
  let isMade = node.args.some(
    ({ form, name, value }) =>
      form === "keyword" && name?.name === "metaclass" && lastName(value) === "ABCMeta",
  );
  for (const ancestor of made.mro.slice(1)) {
    if (ancestor.name === "ABC" && ancestor.module === "abc") isMade = true;
    const known = ancestor.attributes.get(abstractNames);
    if (known?.kind !== "set") continue;
    isMade = true;
    for (const name of known.items.values())
      if (name.kind === "str" && isAbstract(name.value, findIn(made, name.value)))
        names.add(name.value);
  }
  if (!isMade) return;
  const items = new Map([...names].map((name) => [`s${name}`, str(name)]));
  made.attributes.set(abstractNames, {
    kind: "set",
    items,
    frozen: true,
    uncertain: undefined,
    branch: 0,
  });
}

const abstractNames = "__abstractmethods__";

function lastName(node: Expression): string {
  if (node.kind === "Attribute") return node.name.name;
  return node.kind === "Name" ? node.name : "";
}

function findIn(of: ClassValue, name: string): Value | undefined {
  for (const ancestor of of.mro) {
    const found = ancestor.attributes.get(name);
    if (found) return found;
  }
  return undefined;
}

function isAbstractMethod(value: Value): boolean {
  if (value.kind === "function") return value.attributes.has("__isabstractmethod__");
  if (value.kind === "wrapped") return isAbstractMethod(value.callee);
  return (
    value.kind === "property" &&
    (isAbstractMethod(value.getter) || (value.setter ? isAbstractMethod(value.setter) : false))
  );
}

/** The methods that a class lacks to be made an instance of; a base that is not known may have them. */
export function missingMethods(of: ClassValue): readonly string[] {
  const names = of.uncertain ? undefined : of.attributes.get(abstractNames);
  if (names?.kind !== "set") return [];
  return [...names.items.values()].flatMap((name) => (name.kind === "str" ? [name.value] : []));
}

/** What Python does with a class once its attributes are there: its values learn their names, its bases learn of it. */
export function completeClass(
  run: Run,
  made: ClassValue,
  keywords: ReadonlyMap<string, GivenArgument>,
): void {
  for (const value of made.attributes.values()) own(value, made);
  for (const [name, value] of made.attributes) {
    const hook = value.kind === "instance" ? methodOf(value.class, "__set_name__") : undefined;
    if (hook)
      run.call(
        { kind: "method", self: value, callee: hook },
        {
          positional: [made, str(name)].map((given) => ({
            value: given,
            span: undefined,
            keywordSpan: undefined,
          })),
          keywords: new Map(),
          uncertain: undefined,
        },
        siteHere(run),
      );
  }
  initSubclass(run, made, keywords);
}

function methodOf(of: ClassValue, name: string): FunctionValue | undefined {
  for (const ancestor of of.mro) {
    const found = ancestor.attributes.get(name);
    if (found) return found.kind === "function" ? found : undefined;
  }
  return undefined;
}

/** `__subclasses__()`: those that have been made so far. */
export function subclassesOf(run: Run, of: ClassValue): Value {
  const made = run.subclasses.get(of) ?? [];
  const list = makeList(run, [...made]);
  // A class of a library has others, and one made perhaps may not be there.
  if (list.kind === "list" && (!of.node || made.some((one) => run.perhapsMade.has(one))))
    list.uncertain = { kind: "unknown", reason: `the subclasses of ${of.name} are not known` };
  return list;
}

interface ClassInput {
  readonly name: string;
  readonly module: string;
  readonly bases: readonly Value[];
  readonly attributes: Map<string, Value>;
  readonly uncertain: UnknownValue | undefined;
  readonly metaclass?: ClassValue | undefined;
  readonly node?: ClassDef;
  readonly file?: string | undefined;
  readonly span?: ReturnType<typeof spanOf>;
}

/** A class from its parts, with its method resolution order. */
export function makeClass(run: Run, input: ClassInput): ClassValue {
  const mro: ClassValue[] = [];
  const parents = input.bases.filter((base): base is ClassValue => base.kind === "class");
  const made: ClassValue = {
    kind: "class",
    name: input.name,
    module: input.module,
    node: input.node,
    file: input.file,
    bases: input.bases,
    mro,
    attributes: input.attributes,
    bindings: new Map(),
    uncertain: input.uncertain ?? parents.find((parent) => parent.uncertain)?.uncertain,
    span: input.span,
    equals: (left, right) => run.equals(left, right),
    ...(input.metaclass && { metaclass: input.metaclass }),
  };
  mro.push(made, ...linearize(run, parents));
  if (run.context.unknown) run.perhapsMade.add(made);
  for (const parent of parents) {
    const known = run.subclasses.get(parent);
    if (known) known.push(made);
    else run.subclasses.set(parent, [made]);
  }
  return made;
}

/** C3: each class before its bases, bases in the order they are written. */
function linearize(run: Run, parents: readonly ClassValue[]): ClassValue[] {
  let lists = [...parents.map((parent) => [...parent.mro]), [...parents]];
  const order: ClassValue[] = [];
  for (;;) {
    lists = lists.filter((list) => list.length > 0);
    if (lists.length === 0) return order;
    const heads = lists.flatMap((list) => list.slice(0, 1));
    const next = heads.find((head) => !lists.some((list) => list.indexOf(head) > 0));
    if (!next)
      return raise(
        run,
        "TypeError",
        "Cannot create a consistent method resolution order (MRO) for bases",
      );
    order.push(next);
    lists = lists.map((list) => list.filter((one) => one !== next));
  }
}

/** Tells functions which class holds them, for `super()`. */
function own(value: Value, made: ClassValue): void {
  if (value.kind === "function") value.owner ??= made;
  else if (value.kind === "wrapped") own(value.callee, made);
  else if (value.kind === "property") {
    own(value.getter, made);
    if (value.setter) own(value.setter, made);
  } else if (value.kind === "instance") {
    // A decorated function may hold the function itself.
    const wrapped = value.attributes.get("__wrapped__");
    if (wrapped) own(wrapped, made);
  }
}

function initSubclass(
  run: Run,
  made: ClassValue,
  keywords: ReadonlyMap<string, GivenArgument>,
): void {
  for (const ancestor of made.mro.slice(1)) {
    const hook = ancestor.attributes.get("__init_subclass__");
    if (!hook) continue;
    const callee = hook.kind === "wrapped" ? hook.callee : hook;
    if (callee.kind === "function")
      run.call(
        { kind: "method", self: made, callee },
        { positional: [], keywords, uncertain: undefined },
        siteHere(run),
      );
    return;
  }
}

/** `__new__` and `__init__` of a metaclass: what they do beside making the class, which is made already. */
export function runMetaclass(
  run: Run,
  made: ClassValue,
  metaclass: ClassValue,
  keywords: ReadonlyMap<string, GivenArgument>,
): void {
  const given = [str(made.name), tuple([...made.bases]), attributesOf(run, made.attributes)];
  const before = run.making;
  run.making = made;
  try {
    for (const [name, self] of [
      ["__new__", metaclass],
      ["__init__", made],
    ] as const) {
      const own = metaclass.mro.map((of) => of.attributes.get(name)).find((found) => found);
      const callee = own?.kind === "wrapped" ? own.callee : own;
      if (callee?.kind !== "function") continue;
      const positional = [self, ...given].map((value) => ({
        value,
        span: undefined,
        keywordSpan: undefined,
      }));
      run.call(callee, { positional, keywords, uncertain: undefined }, siteHere(run));
    }
  } finally {
    run.making = before;
  }
}

function finish(run: Run, made: ClassValue): Value {
  for (const ancestor of made.mro.slice(1)) {
    const { payload } = ancestor;
    // Only class hooks have something to finish.
    if (payload && "finish" in payload) return (payload as ClassHook).finish(run.interpreter, made);
  }
  return made;
}
