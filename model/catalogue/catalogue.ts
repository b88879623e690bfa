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
  /** Undefined when they are put together in a way that was not followed. */
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

let places: ReadonlyMap<string, readonly Place[]> | undefined;

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

/** Where a class is written. A few names are found faster by looking for them than by an index of all. */
function placesOf(name: string): readonly Place[] {
  // The text is constant, so its index may live as long as the program: it is made when it pays.
  if (!places && found.size >= mostLookedFor) places = indexOf(catalogueText);
  if (places) return places.get(name) ?? [];
  const known = found.get(name) ?? lookFor(name);
  found.set(name, known);
  return known;
}

const found = new Map<string, readonly Place[]>();
const mostLookedFor = 60;

function lookFor(name: string): readonly Place[] {
  const all: Place[] = [];
  if (/[\n|@]/.test(name)) return all;
  const start = `\n${name}|`;
  for (
    let at = catalogueText.indexOf(start);
    at >= 0;
    at = catalogueText.indexOf(start, at + start.length)
  ) {
    const module = catalogueText.lastIndexOf("\n@", at) + 1;
    all.push({
      module: lineAt(catalogueText, module).slice(1),
      line: lineAt(catalogueText, at + 1),
    });
  }
  return all;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end);
}

/** The names of all classes that begin so, letters taken as small. */
export function operatorClassNames(beginning: string): readonly string[] {
  places ??= indexOf(catalogueText);
  const wanted = beginning.toLowerCase();
  return [...places.keys()].filter((name) => name.toLowerCase().startsWith(wanted));
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

function indexOf(text: string): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  let module = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("@")) module = line.slice(1);
    else if (line !== "") {
      const name = line.slice(0, line.indexOf("|"));
      const known = found.get(name);
      if (known) known.push({ module, line });
      else found.set(name, [{ module, line }]);
    }
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
