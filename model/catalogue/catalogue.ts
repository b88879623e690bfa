import { catalogueText } from "./catalogueText.ts";

/** One argument of an operator's `__init__`. */
export interface OperatorArgument {
  readonly name: string;
  readonly required: boolean;
  /** As it is written in Python, if it is short. */
  readonly default: string | undefined;
  /** The annotation, without `None`. */
  readonly type: string | undefined;
}

/** The facts of one operator class, from its package. */
export interface OperatorClassFacts {
  readonly name: string;
  readonly module: string;
  /** Its nearest base that is an operator. */
  readonly base: string;
  /** With the arguments that are kept in one under another name; undefined when they were not followed. */
  readonly templateFields: readonly string[] | undefined;
  /** What its own `__init__` asks for; undefined when it has none. */
  readonly ownArguments: readonly OperatorArgument[] | undefined;
  /** Its `__init__` hands further keyword arguments to the base. */
  readonly passesOn: boolean;
  readonly summary: string;
}

/** Where a class is written in the text. */
interface Place {
  readonly module: string;
  readonly line: string;
  /** What the line says, once it has been asked for. */
  facts?: OperatorClassFacts;
}

/**
 * The facts of a class by its name and the module it is imported from; undefined for one that is not in the catalogue. A
 * module that only hands the class on (`airflow.operators.bash` in Airflow 3) is taken for the one that has it, where the
 * name is in one module only.
 */
export function operatorClassFacts(name: string, module: string): OperatorClassFacts | undefined {
  const known = placesOf(name);
  const place =
    known.find((candidate) => candidate.module === module) ??
    (known.length === 1 ? known[0] : known.find((candidate) => isStandard(candidate.module)));
  return place && (place.facts ??= read(place));
}

/**
 * Where a class is written. The text is constant, so what was found may live as long as the program. A file names few
 * classes: looking for each is sooner done than an index of all.
 */
function placesOf(name: string): readonly Place[] {
  const known = places.get(name);
  if (known) return known;
  const made: Place[] = [];
  const written = `\n${name}|`;
  const text = catalogueText();
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
    const module = text.lastIndexOf("\n@", at) + 1;
    made.push({ module: lineAt(module + 1), line: lineAt(at + 1) });
  }
  // Names that nobody has can be as many as a workspace has classes.
  if (made.length === 0 && ++misses > 1000) forgetMisses();
  places.set(name, made);
  return made;
}

/** The names that were asked for, and where they are written. */
const places = new Map<string, readonly Place[]>();
let misses = 0;

function forgetMisses(): void {
  misses = 0;
  for (const [name, { length }] of places) if (length === 0) places.delete(name);
}

function lineAt(start: number): string {
  const text = catalogueText();
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end);
}

/** The names of all classes that begin so, letters taken as small. */
export function operatorClassNames(beginning: string): readonly string[] {
  names ??= allNames(catalogueText());
  const wanted = beginning.toLowerCase();
  return [...names].filter((name) => name.toLowerCase().startsWith(wanted));
}

/**
 * The arguments that a class takes in all, its own first; undefined where the chain of bases is not known to its end. What
 * a base asks for is not required any more below an `__init__` that may fill it in itself.
 */
export function allArguments(facts: OperatorClassFacts): readonly OperatorArgument[] | undefined {
  if (!argumentsOf.has(facts)) argumentsOf.set(facts, gatherArguments(facts));
  return argumentsOf.get(facts);
}

/** The facts of a class are one object as long as the program runs, and so are its arguments. */
const argumentsOf = new WeakMap<OperatorClassFacts, readonly OperatorArgument[] | undefined>();

function gatherArguments(facts: OperatorClassFacts): readonly OperatorArgument[] | undefined {
  const found = new Map<string, OperatorArgument>();
  let at: OperatorClassFacts | undefined = facts;
  let isFilledIn = false;
  for (let depth = 0; depth < 12; depth++) {
    for (const argument of at.ownArguments ?? []) {
      if (found.has(argument.name)) continue;
      found.set(argument.name, isFilledIn ? { ...argument, required: false } : argument);
    }
    isFilledIn ||= at.ownArguments !== undefined;
    if (at.ownArguments && !at.passesOn) return [...found.values()];
    if (at.base === "BaseOperator") return [...found.values()];
    at = operatorClassFacts(at.base, at.module);
    if (!at) return undefined;
  }
  return undefined;
}

function isStandard(module: string): boolean {
  return (
    module.startsWith("airflow.providers.standard.") || !module.startsWith("airflow.providers.")
  );
}

/** The names of all classes, made when they are first completed. */
let names: ReadonlySet<string> | undefined;

function allNames(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 0; at >= 0 && at < text.length; ) {
    const end = text.indexOf("\n", at);
    const bar = text.charAt(at) === "@" || end === at ? -1 : text.indexOf("|", at);
    if (bar > at) found.add(text.slice(at, bar));
    at = end < 0 ? -1 : end + 1;
  }
  return found;
}

function read({ module, line }: Place): OperatorClassFacts {
  const [name = "", first = "", own = "", args = "", passesOn = "", summary = ""] = line.split("|");
  // `BranchPythonOperator(BaseBranchOperator, PythonOperator)`: the second base is the one with the arguments.
  const isBranch = first === "BaseBranchOperator" && args === "-" && name.startsWith("Branch");
  const other = isBranch ? name.replace(/^Branch/, "") : first;
  const second = other === first ? undefined : operatorClassFacts(other, module);
  const base = second ? other : first;
  const fields = second && own === "" ? (second.templateFields?.join(" ") ?? "?") : own;
  return {
    name,
    module,
    base,
    templateFields: fields === "?" ? undefined : fields.split(" ").filter(Boolean),
    ownArguments: args === "-" ? undefined : args.split(" ").filter(Boolean).map(readArgument),
    passesOn: passesOn === "+",
    summary,
  };
}

const types: Readonly<Record<string, string>> = { s: "str", b: "bool", i: "int", f: "float" };

function readArgument(text: string): OperatorArgument {
  const found = /^(\w+)(\*?)(?:=('[^']*'|"[^"]*"|[^:]*))?(?::(.*))?$/.exec(text);
  const [, name = text, star = "", fallback, type] = found ?? [];
  const short = type === undefined ? undefined : types[type];
  return { name, required: star === "*", default: fallback, type: short ?? type };
}
