import type { Span } from "../text/span.ts";
import type { Construct, NativeCall } from "./native.ts";
import type { ClassDef, FunctionDef, Lambda } from "./syntax.ts";

/** What Python code evaluates to, as far as it can be known without running it. */
export type Value =
  | NoneValue
  | BoolValue
  | IntValue
  | FloatValue
  | StrValue
  | BytesValue
  | EllipsisValue
  | NotImplementedValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | RangeValue
  | SliceValue
  | IteratorValue
  | FunctionValue
  | NativeFunctionValue
  | MethodValue
  | ClassValue
  | InstanceValue
  | PropertyValue
  | WrappedFunctionValue
  | ModuleValue
  | SuperValue
  | UnknownValue;

/** What every value knows of itself. */
interface Origin {
  /** Where it is written: a literal's own text (inside the quotes of a string), a call, a `def`, a display such as `[…]`. */
  readonly span?: Span | undefined;
  /** True but not literally there, such as the default of an environment variable: why. */
  readonly inferred?: string | undefined;
}

export interface NoneValue extends Origin {
  readonly kind: "none";
}

export interface BoolValue extends Origin {
  readonly kind: "bool";
  readonly value: boolean;
}

export interface IntValue extends Origin {
  readonly kind: "int";
  readonly value: bigint;
}

export interface FloatValue extends Origin {
  readonly kind: "float";
  readonly value: number;
}

/** A string known in full. One known in part is an `UnknownValue` with a `pattern`. */
export interface StrValue extends Origin {
  readonly kind: "str";
  readonly value: string;
}

/** One character of `value` for each byte. */
export interface BytesValue extends Origin {
  readonly kind: "bytes";
  readonly value: string;
}

export interface EllipsisValue extends Origin {
  readonly kind: "ellipsis";
}

export interface NotImplementedValue extends Origin {
  readonly kind: "notImplemented";
}

/** A mutable collection: what is known to be in it, and whether something may be missing or too much. */
interface Collection extends Origin {
  /** Set when elements were added, removed or passed on where that cannot be followed. */
  uncertain: UnknownValue | undefined;
  /** The undecided branch it was made in; a change in another one makes it uncertain. */
  readonly branch: number;
}

export interface ListValue extends Collection {
  readonly kind: "list";
  items: Value[];
  /** `collections.deque`. */
  readonly maximum?: number | undefined;
}

export interface TupleValue extends Origin {
  readonly kind: "tuple";
  readonly items: readonly Value[];
  /** Set when there may be more or fewer items. */
  readonly uncertain?: UnknownValue | undefined;
}

/** One item of a dict, with where its key and value are written, if in one place. */
export interface DictEntry {
  readonly key: Value;
  readonly value: Value;
  readonly keySpan: Span | undefined;
  readonly valueSpan: Span | undefined;
}

/** Entries are found by `hashKey(key)` of hashing.ts. */
export interface DictValue extends Collection {
  readonly kind: "dict";
  readonly entries: Map<string, DictEntry>;
  /** `defaultdict`. */
  readonly factory?: Value | undefined;
  /** What a missing key gives without being added: `Counter`. */
  readonly missing?: Value | undefined;
  /** What code keeps of `keys()`, `values()` and `items()`: it follows every change. */
  views?: DictView[] | undefined;
  /** Keeps a value whose key is not known, where that matters: in the names of a module. */
  readonly setUnknown?: ((key: UnknownValue, value: Value) => void) | undefined;
}

/** `values()` and `items()` are lists here, `keys()` is a set. */
export interface DictView {
  readonly list: ListValue | SetValue;
  /** What it has for an entry. */
  readonly take: (entry: DictEntry) => Value;
}

export interface SetValue extends Collection {
  readonly kind: "set";
  readonly items: Map<string, Value>;
  readonly frozen: boolean;
}

export interface RangeValue extends Origin {
  readonly kind: "range";
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

export interface SliceValue extends Origin {
  readonly kind: "slice";
  readonly lower: Value;
  readonly upper: Value;
  readonly step: Value;
}

/** An iterator or generator: what it gives, from `position` on. */
export interface IteratorValue extends Origin {
  readonly kind: "iterator";
  items: readonly Value[];
  position: number;
  uncertain: UnknownValue | undefined;
  /** The items come first for sure, and more that are not listed follow: `itertools.count()`. */
  readonly endless?: boolean | undefined;
  /** Runs the code that makes the items; undefined once it ran. A generator that nobody asks never runs. */
  pending?: (() => { items: readonly Value[]; uncertain: UnknownValue | undefined }) | undefined;
  /** Runs the same code, giving each item at the moment when the code does; only as long as `pending` is there. */
  drive?: ((each: (item: Value) => void) => void) | undefined;
  /** As `drive`, of a generator expression. */
  hand?: ((each: (item: Value) => void) => void) | undefined;
  /** What the code of a generator returned, once it ran: what `yield from` evaluates to. */
  returned?: Value | undefined;
}

/** Names of one namespace, and where names are looked up next. */
export interface Scope {
  readonly kind: "module" | "function" | "class" | "comprehension";
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly module: ModuleValue;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** Every name that the function binds; reading one before that is an UnboundLocalError. */
  readonly locals: ReadonlySet<string> | undefined;
}

/** A `def` or `lambda`. Its file is `module.file`, its decorators, annotations and body are in `node`. */
export interface FunctionValue extends Origin {
  readonly kind: "function";
  readonly name: string;
  readonly node: FunctionDef | Lambda;
  readonly module: ModuleValue;
  readonly scope: Scope;
  readonly defaults: ReadonlyMap<string, Value>;
  readonly attributes: Map<string, Value>;
  /** The class whose body holds it, for `super()`. */
  owner: ClassValue | undefined;
}

/** A function the host or the standard library gives. On a class it is a method: `call.self` is the instance. */
export interface NativeFunctionValue extends Origin {
  readonly kind: "nativeFunction";
  readonly name: string;
  readonly call: (call: NativeCall) => Value;
  readonly attributes?: Map<string, Value> | undefined;
  /** What the host wants to keep with it. */
  readonly payload?: Payload | undefined;
}

/** A function bound to its instance or class. */
export interface MethodValue extends Origin {
  readonly kind: "method";
  readonly self: Value;
  readonly callee: FunctionValue | NativeFunctionValue;
}

/** A class of the workspace (`node` is there) or a native one. Both kinds inherit from each other freely. */
export interface ClassValue extends Origin {
  readonly kind: "class";
  readonly name: string;
  /** Dotted module it comes from. */
  readonly module: string;
  readonly node: ClassDef | undefined;
  /** The file that holds `node`. */
  readonly file: string | undefined;
  readonly bases: readonly Value[];
  /** Itself first. */
  readonly mro: readonly ClassValue[];
  readonly attributes: Map<string, Value>;
  /** Where class attributes are bound. */
  readonly bindings: Map<string, Span>;
  /** Set when a base is unknown: what is not found may be there. */
  readonly uncertain: UnknownValue | undefined;
  readonly payload?: Payload | undefined;
  /** The workspace class that makes it, instead of `type`. */
  readonly metaclass?: ClassValue | undefined;
  /** Makes class attributes that are not in `attributes` when they are asked for, for it and what inherits from it. */
  readonly classAttribute?: ((name: string) => Value | undefined) | undefined;
  /** How calling it makes an instance, where that is not Python's own way; the first of the `mro` counts. */
  readonly construct?: Construct | undefined;
  /** `==` of two instances of a class of the workspace; undefined when it is not known. */
  readonly equals?:
    ((left: InstanceValue, right: InstanceValue) => boolean | undefined) | undefined;
}

/** What a host or a library module keeps with an instance or class; narrow it by `type`. */
export interface Payload {
  readonly type: string;
}

/** An object of any class. */
export interface InstanceValue extends Origin {
  readonly kind: "instance";
  class: ClassValue;
  readonly attributes: Map<string, Value>;
  payload: Payload | undefined;
  /** Set when attributes were set whose names are not known: what is not found may be there. */
  uncertain?: UnknownValue | undefined;
}

/** A `property`: called when read. */
export interface PropertyValue extends Origin {
  readonly kind: "property";
  readonly getter: Value;
  /** Called once for each instance (`cached_property`). */
  readonly cached?: boolean | undefined;
  readonly setter: Value | undefined;
}

/** `staticmethod(f)` or `classmethod(f)` on a class. */
export interface WrappedFunctionValue extends Origin {
  readonly kind: "wrapped";
  readonly form: "static" | "class";
  readonly callee: Value;
}

/** A module: of the workspace when `file` is there, else native. */
export interface ModuleValue extends Origin {
  readonly kind: "module";
  /** Dotted. */
  readonly name: string;
  readonly file: string | undefined;
  readonly isPackage: boolean;
  readonly globals: Map<string, Value>;
  /** Where each global was bound last. */
  readonly bindings: Map<string, Span>;
  /** Makes what is not in `globals` when it is first asked for. Undefined: no such name. */
  readonly attribute?: ((name: string) => Value | undefined) | undefined;
  /** Set when names may be missing, such as after `from unknown import *`. */
  uncertain: UnknownValue | undefined;
}

/** `super()` seen from `owner` on `self`. */
export interface SuperValue extends Origin {
  readonly kind: "super";
  readonly owner: ClassValue;
  readonly self: Value;
}

/** What cannot be known before the code runs, why, and where that began. */
export interface UnknownValue extends Origin {
  readonly kind: "unknown";
  /** "module company.ops is not in this workspace". */
  readonly reason: string;
  /** Its text as far as known, unknown parts in braces: `load_{table}`. Absent when it may be no text at all. */
  readonly pattern?: string | undefined;
  /** A dotted name as written (`company.ops.make`), when it stands for something imported. */
  readonly path?: string | undefined;
  /** The only values it can have, when they are known. */
  readonly alternatives?: readonly Value[] | undefined;
  /** The time zone of a date that is known but for its instant, such as `now()`; one without a zone is in UTC. */
  readonly zone?: string | undefined;
  /** What conditions take it for, such as None for an environment variable that has no default; `inferred` says why. */
  readonly assumed?: Value | undefined;
}
