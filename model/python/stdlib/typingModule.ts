import { once } from "../once.ts";
import { builtinClass, abstractNames, makeNamedTuple } from "./collectionsModule.ts";
import { native, need, textOf } from "../builtins/pure.ts";
import type { ClassHook } from "../interpreter/classes.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type Interpreter, type NativeCall } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { bool, none } from "../values.ts";

/** A class that only annotations use. */
function inert(name: string): readonly [string, ClassValue] {
  return [name, nativeClass({ name, module: "typing" })];
}

/** `class Point(NamedTuple): x: int = 0`. */
const namedTupleHook: ClassHook = {
  type: "namedTuple",
  finish: (interpreter, made) => {
    const annotations = made.attributes.get("__annotations__");
    const names =
      annotations?.kind === "dict"
        ? [...annotations.entries.values()].flatMap(({ key }) =>
            key.kind === "str" ? [key.value] : [],
          )
        : [];
    const defaults = new Map<string, Value>();
    for (const name of names) {
      const value = made.attributes.get(name);
      if (value) defaults.set(name, value);
    }
    const extra = new Map([...made.attributes].filter(([name]) => !names.includes(name)));
    return makeNamedTuple(callOf(interpreter), made.name, names, defaults, extra);
  },
};

function callOf(interpreter: Interpreter): NativeCall {
  return {
    interpreter,
    positional: [],
    keywords: new Map(),
    uncertain: undefined,
    self: undefined,
    span: interpreter.statementSpan(),
    node: undefined,
    selfSpan: undefined,
  };
}

const namedTuple = nativeClass({
  name: "NamedTuple",
  module: "typing",
  attributes: [
    native("__new__", (call) => {
      const name = textOf(call, need(call, 0));
      const pairs = call.interpreter.iterate(need(call, 1)).items;
      const names = pairs.map((pair) => {
        const [first] = call.interpreter.iterate(pair).items;
        return first?.kind === "str" ? first.value : "";
      });
      return makeNamedTuple(call, name, names, new Map());
    }),
  ],
  payload: namedTupleHook,
});

/** A typed dict is a dict when it runs. */
const typedDict = nativeClass({
  name: "TypedDict",
  module: "typing",
  bases: [builtinClass("dict")],
  construct: (call) => {
    const dict = runOf(call).builtin("dict");
    if (!dict) return none;
    if (call.self?.kind === "class" && call.self.name === "TypedDict") return dict;
    return call.interpreter.call(dict, {
      positional: call.positional,
      keywords: call.keywords,
      uncertain: call.uncertain,
    });
  },
});

const dict = builtinClass("dict");
const list = builtinClass("list");

/** `typing`, `typing_extensions`. */
export const typingNames = once((): readonly (readonly [string, Value])[] => [
  ...abstractNames(),
  ["Dict", dict],
  ["List", list],
  ["Tuple", builtinClass("tuple")],
  ["Set", builtinClass("set")],
  ["FrozenSet", builtinClass("frozenset")],
  ["Type", builtinClass("type")],
  ["Text", builtinClass("str")],
  ["DefaultDict", dict],
  ["OrderedDict", dict],
  ["Deque", list],
  ["NamedTuple", namedTuple],
  ["TypedDict", typedDict],
  ...[
    "Any",
    "Union",
    "Optional",
    "Literal",
    "ClassVar",
    "Final",
    "Generic",
    "Protocol",
    "Annotated",
    "NoReturn",
    "Never",
    "Self",
    "LiteralString",
    "TypeAlias",
    "Concatenate",
    "TypeGuard",
    "TypeIs",
    "Required",
    "NotRequired",
    "ReadOnly",
    "Unpack",
    "SupportsInt",
    "SupportsFloat",
    "SupportsAbs",
    "IO",
    "TextIO",
    "BinaryIO",
    "AnyStr",
    "Pattern",
    "Match",
    "ContextManager",
    "AsyncContextManager",
    "AsyncGenerator",
    "ChainMap",
    "Counter",
    "AbstractSet",
    "ForwardRef",
  ].map(inert),
  ["TYPE_CHECKING", bool(false)],
  ...["TypeVar", "ParamSpec", "TypeVarTuple", "NewType"].map((name) =>
    native(name, (call) =>
      name === "NewType" ? (call.positional[1]?.value ?? none) : inert(name)[1],
    ),
  ),
  native("cast", (call) => need(call, 1)),
  ...[
    "overload",
    "final",
    "runtime_checkable",
    "no_type_check",
    "override",
    "dataclass_transform",
    "assert_type",
    "deprecated",
  ].map((name) =>
    native(name, (call) => {
      const first = call.positional[0]?.value;
      return first && first.kind !== "str" ? first : native(name, (inner) => need(inner, 0))[1];
    }),
  ),
  native("get_type_hints", (call) =>
    call.interpreter.unknown("type hints are not followed", call.span),
  ),
  native("get_args", (call) => call.interpreter.unknown("type hints are not followed", call.span)),
  native("get_origin", (call) =>
    call.interpreter.unknown("type hints are not followed", call.span),
  ),
]);

/** `abc`. */
export const abcNames = once((): readonly (readonly [string, Value])[] => [
  ["ABC", nativeClass({ name: "ABC", module: "abc" })],
  ["ABCMeta", nativeClass({ name: "ABCMeta", module: "abc" })],
  native("abstractmethod", (call) => {
    const method = need(call, 0);
    if (method.kind === "function") method.attributes.set("__isabstractmethod__", bool(true));
    return method;
  }),
  native("abstractproperty", (call) => ({
    kind: "property",
    getter: need(call, 0),
    setter: undefined,
  })),
  native("abstractclassmethod", (call) => ({
    kind: "wrapped",
    form: "class",
    callee: need(call, 0),
  })),
  native("abstractstaticmethod", (call) => ({
    kind: "wrapped",
    form: "static",
    callee: need(call, 0),
  })),
]);
