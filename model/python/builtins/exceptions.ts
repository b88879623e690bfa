import { nativeClass } from "../native.ts";
import type { ClassValue, InstanceValue, Value } from "../value.ts";
import { none, tuple } from "../values.ts";
import { pure } from "./pure.ts";

/** Every builtin exception, each with its base. */
const hierarchy: readonly (readonly [string, string])[] = [
  ["Exception", "BaseException"],
  ["SystemExit", "BaseException"],
  ["KeyboardInterrupt", "BaseException"],
  ["GeneratorExit", "BaseException"],
  ["BaseExceptionGroup", "BaseException"],
  ["ExceptionGroup", "Exception"],
  ["ArithmeticError", "Exception"],
  ["FloatingPointError", "ArithmeticError"],
  ["OverflowError", "ArithmeticError"],
  ["ZeroDivisionError", "ArithmeticError"],
  ["AssertionError", "Exception"],
  ["AttributeError", "Exception"],
  ["BufferError", "Exception"],
  ["EOFError", "Exception"],
  ["ImportError", "Exception"],
  ["ModuleNotFoundError", "ImportError"],
  ["LookupError", "Exception"],
  ["IndexError", "LookupError"],
  ["KeyError", "LookupError"],
  ["MemoryError", "Exception"],
  ["NameError", "Exception"],
  ["UnboundLocalError", "NameError"],
  ["OSError", "Exception"],
  ["BlockingIOError", "OSError"],
  ["ChildProcessError", "OSError"],
  ["ConnectionError", "OSError"],
  ["BrokenPipeError", "ConnectionError"],
  ["ConnectionAbortedError", "ConnectionError"],
  ["ConnectionRefusedError", "ConnectionError"],
  ["ConnectionResetError", "ConnectionError"],
  ["FileExistsError", "OSError"],
  ["FileNotFoundError", "OSError"],
  ["InterruptedError", "OSError"],
  ["IsADirectoryError", "OSError"],
  ["NotADirectoryError", "OSError"],
  ["PermissionError", "OSError"],
  ["ProcessLookupError", "OSError"],
  ["TimeoutError", "OSError"],
  ["ReferenceError", "Exception"],
  ["RuntimeError", "Exception"],
  ["NotImplementedError", "RuntimeError"],
  ["RecursionError", "RuntimeError"],
  ["StopIteration", "Exception"],
  ["StopAsyncIteration", "Exception"],
  ["SyntaxError", "Exception"],
  ["IndentationError", "SyntaxError"],
  ["SystemError", "Exception"],
  ["TypeError", "Exception"],
  ["ValueError", "Exception"],
  ["UnicodeError", "ValueError"],
  ["UnicodeDecodeError", "UnicodeError"],
  ["UnicodeEncodeError", "UnicodeError"],
  ["Warning", "Exception"],
  ["DeprecationWarning", "Warning"],
  ["PendingDeprecationWarning", "Warning"],
  ["RuntimeWarning", "Warning"],
  ["SyntaxWarning", "Warning"],
  ["UserWarning", "Warning"],
  ["FutureWarning", "Warning"],
  ["ImportWarning", "Warning"],
  ["UnicodeWarning", "Warning"],
  ["BytesWarning", "Warning"],
  ["ResourceWarning", "Warning"],
];

const base = nativeClass({
  name: "BaseException",
  module: "builtins",
  attributes: [
    pure("__init__", ({ self, positional }) => {
      if (self?.kind === "instance") {
        const args = positional.map((argument) => argument.value);
        self.attributes.set("args", tuple(args));
      }
      return none;
    }),
    pure("with_traceback", ({ self }) => self ?? none),
    pure("add_note", () => none),
  ],
});

const classes = makeClasses();

function makeClasses(): ReadonlyMap<string, ClassValue> {
  const made = new Map([["BaseException", base]]);
  for (const [name, parent] of hierarchy)
    made.set(name, nativeClass({ name, module: "builtins", bases: [made.get(parent) ?? base] }));
  made.set("IOError", made.get("OSError") ?? base);
  made.set("EnvironmentError", made.get("OSError") ?? base);
  return made;
}

/** Every builtin exception by name. */
export function exceptionClasses(): ReadonlyMap<string, ClassValue> {
  return classes;
}

/** A builtin exception; `Exception` for a name that is none. */
export function exceptionClass(name: string): ClassValue {
  return classes.get(name) ?? classes.get("Exception") ?? base;
}

/** An instance with its `args`. */
export function exceptionOf(of: ClassValue, args: readonly Value[]): InstanceValue {
  return {
    kind: "instance",
    class: of,
    attributes: new Map([["args", tuple(args)]]),
    payload: undefined,
  };
}

/** What `str(exception)` gives, as far as it is a plain text. */
export function exceptionMessage(value: InstanceValue): string {
  const args = value.attributes.get("args");
  if (args?.kind !== "tuple") return "";
  const isKey = value.class.mro.includes(exceptionClass("KeyError"));
  const parts = args.items.map((item) => messagePart(item, isKey));
  return parts.length > 1 ? `(${parts.join(", ")})` : (parts[0] ?? "");
}

function messagePart(item: Value, quoted: boolean): string {
  switch (item.kind) {
    case "str":
      return quoted ? `'${item.value}'` : item.value;
    case "int":
    case "float":
      return String(item.value);
    case "tuple":
      return `(${item.items.map((each) => messagePart(each, true)).join(", ")})`;
    case "unknown":
      return item.pattern ?? "{…}";
    default:
      return item.kind;
  }
}
