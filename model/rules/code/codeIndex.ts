import { forEachChild, forEachChildWith } from "../../python/children.ts";
import type {
  BinaryOperation,
  Call,
  Expression,
  FormatString,
  FunctionDef,
  Identifier,
  Import,
  ImportFrom,
  Lambda,
  Module,
  Statement,
  StringLiteral,
} from "../../python/syntax.ts";
import { addTo } from "../../dag/addTo.ts";

/** When a stretch of code runs: while the file is loaded, inside a function, or only as a script. */
export interface Place {
  /** Functions around it, outermost first, without those that run on loading (`@dag`, `@task_group`). */
  readonly functions: readonly (FunctionDef | Lambda)[];
  /** It runs each time Airflow loads the file: at module level, in `with` blocks, in the body of a `@dag` function. */
  readonly runsOnLoad: boolean;
  /** Inside `try` or an `if` that tests versions or types: what fails here is expected. */
  readonly guarded: boolean;
}

/** One call with where it stands and what it calls. */
export interface CallSite {
  readonly node: Call;
  /** Dotted, through the file's imports: `airflow.models.Variable.get`; as written when it is not imported. */
  readonly path: string | undefined;
  readonly place: Place;
}

/** A call of which it is known what it calls. */
export type PathSite = CallSite & { readonly path: string };

/** One statement with where it stands. */
export interface StatementSite<S extends Statement = Statement> {
  readonly node: S;
  readonly place: Place;
}

/** One name that an import brings. */
export interface ImportSite {
  /** Dotted, with the imported name last in `from a import b`. */
  readonly path: string;
  readonly module: string;
  /** What is imported from the module; undefined for `import a.b`. */
  readonly name: Identifier | undefined;
  readonly local: string;
  readonly node: Import | ImportFrom;
  readonly span: { readonly start: number; readonly end: number };
  readonly place: Place;
}

/** What rules ask of a file's code, gathered in one walk; `lookups.ts` looks things up in it. */
export interface CodeIndex {
  readonly calls: readonly CallSite[];
  readonly callsByPath: ReadonlyMap<string, readonly PathSite[]>;
  /** Its keys as a list, since many rules look through them. */
  readonly calledPaths: readonly string[];
  readonly callsByMethod: ReadonlyMap<string, readonly CallSite[]>;
  readonly callsByKeyword: ReadonlyMap<string, readonly CallSite[]>;
  readonly imports: readonly ImportSite[];
  readonly functions: readonly { readonly node: FunctionDef; readonly place: Place }[];
  readonly strings: readonly { readonly node: StringLiteral; readonly place: Place }[];
  readonly formatStrings: readonly { readonly node: FormatString; readonly place: Place }[];
  readonly statements: readonly StatementSite[];
  readonly statementsByKind: ReadonlyMap<Statement["kind"], readonly StatementSite[]>;
  /** Both `a >> b` and `a << b`. */
  readonly arrows: readonly BinaryOperation[];
  /** The dotted path of a name or attribute chain, through the imports. */
  pathOf(expression: Expression): string | undefined;
}

/** Walks a module once and gathers what rules ask for. */
export function indexCode(module: Module): CodeIndex {
  const aliases = new Map<string, string>();
  const index = {
    calls: [] as CallSite[],
    callsByPath: new Map<string, PathSite[]>(),
    calledPaths: [] as readonly string[],
    callsByMethod: new Map<string, CallSite[]>(),
    callsByKeyword: new Map<string, CallSite[]>(),
    imports: [] as ImportSite[],
    functions: [] as { node: FunctionDef; place: Place }[],
    strings: [] as { node: StringLiteral; place: Place }[],
    formatStrings: [] as { node: FormatString; place: Place }[],
    statements: [] as StatementSite[],
    statementsByKind: new Map<Statement["kind"], StatementSite[]>(),
    arrows: [] as BinaryOperation[],
    pathOf: (expression: Expression) => pathOf(expression, aliases),
  };
  const calls: { node: Call; place: Place }[] = [];
  const top: Place = { functions: [], runsOnLoad: true, guarded: false };
  for (const statement of module.body) visit(statement, top);
  for (const { node, place } of calls) addCall(node, place);
  index.calledPaths = [...index.callsByPath.keys()];
  return index;

  function addCall(node: Call, place: Place): void {
    const path = pathOf(node.callee, aliases);
    const site = { node, place, path };
    index.calls.push(site);
    if (hasPath(site)) addTo(index.callsByPath, site.path, site);
    if (node.callee.kind === "Attribute") addTo(index.callsByMethod, node.callee.name.name, site);
    for (let at = 0, arg = node.args[0]; arg; arg = node.args[++at])
      if (arg.name) addTo(index.callsByKeyword, arg.name.name, site);
  }

  function addStatement(node: Statement, place: Place): void {
    const site = { node, place };
    index.statements.push(site);
    addTo(index.statementsByKind, node.kind, site);
  }

  function visit(node: Statement | Expression, place: Place): void {
    switch (node.kind) {
      // The most frequent first.
      case "Name":
      case "IntegerLiteral":
        return;
      case "Import":
      case "ImportFrom":
        for (const site of importSites(node, place)) {
          index.imports.push(site);
          aliases.set(site.local, site.path);
        }
        addStatement(node, place);
        return;
      case "Call":
        calls.push({ node, place });
        break;
      case "BinaryOperation":
        if (node.operator === ">>" || node.operator === "<<") index.arrows.push(node);
        break;
      case "StringLiteral":
        index.strings.push({ node, place });
        return;
      case "FormatString":
        index.formatStrings.push({ node, place });
        break;
      case "FunctionDef": {
        index.functions.push({ node, place });
        addStatement(node, place);
        const inside = node.decorators.some(runsItsBody)
          ? place
          : { ...place, functions: [...place.functions, node], runsOnLoad: false };
        visitFunction(node, place, inside);
        return;
      }
      case "Lambda": {
        const inside = { ...place, functions: [...place.functions, node], runsOnLoad: false };
        visit(node.body, inside);
        return;
      }
      case "Try": {
        addStatement(node, place);
        const guarded = { ...place, guarded: true };
        forEachChildWith(node, visit, guarded);
        return;
      }
      case "If": {
        addStatement(node, place);
        const inside = isScriptGuard(node.branches[0]?.test)
          ? { ...place, runsOnLoad: false, guarded: true }
          : isVersionGuard(node.branches[0]?.test)
            ? { ...place, guarded: true }
            : place;
        forEachChildWith(node, visit, inside);
        return;
      }
      default:
        if (isStatement(node)) addStatement(node, place);
    }
    forEachChildWith(node, visit, place);
  }

  /** Decorators, defaults and annotations run where the function is defined, its body where `inside` says. */
  function visitFunction(node: FunctionDef, place: Place, inside: Place): void {
    for (const decorator of node.decorators) visit(decorator, place);
    for (const parameter of node.parameters) {
      if (parameter.default) visit(parameter.default, place);
    }
    for (const statement of node.body) visit(statement, inside);
  }
}

function hasPath(site: CallSite): site is PathSite {
  return site.path !== undefined;
}

function importSites(node: Import | ImportFrom, place: Place): ImportSite[] {
  const module = node.kind === "ImportFrom" ? ".".repeat(node.level) + node.module : "";
  return node.names.map(({ name, alias, start, end }) => {
    const span = { start, end };
    // `import a.b` binds `a`, whose path is its own name: as good as no alias.
    const local = alias?.name ?? name.name;
    if (node.kind === "ImportFrom") {
      return { path: `${module}.${name.name}`, module, name, local, node, span, place };
    }
    return { path: name.name, module: name.name, name: undefined, local, node, span, place };
  });
}

/** Airflow runs the body of these when the decorated function is called, which it is on loading. */
function runsItsBody(decorator: Expression): boolean {
  const callee = decorator.kind === "Call" ? decorator.callee : decorator;
  const name =
    callee.kind === "Name" ? callee.name : callee.kind === "Attribute" ? callee.name.name : "";
  return name === "dag" || name === "task_group";
}

function isScriptGuard(test: Expression | undefined): boolean {
  return test?.kind === "Comparison" && test.left.kind === "Name" && test.left.name === "__name__";
}

/** `if TYPE_CHECKING:`, `if AIRFLOW_V_3_0_PLUS:`, `if sys.version_info >= …`. */
function isVersionGuard(test: Expression | undefined): boolean {
  if (!test) return false;
  let found = false;
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name" && /version|TYPE_CHECKING|AIRFLOW_V/i.test(node.name)) found = true;
    if (node.kind === "Attribute" && /version|TYPE_CHECKING/i.test(node.name.name)) found = true;
    forEachChild(node, look);
  };
  look(test);
  return found;
}

const statementKinds: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "Assign",
  "AnnotatedAssign",
  "AugmentedAssign",
  "Return",
  "Raise",
  "Delete",
  "Assert",
  "While",
  "For",
  "With",
  "ClassDef",
  "Match",
  "TypeAlias",
]);

function isStatement(node: Statement | Expression): node is Statement {
  return statementKinds.has(node.kind);
}

/** The dotted path of a name or attribute chain; its first name is looked up among the imports. */
function pathOf(expression: Expression, aliases: ReadonlyMap<string, string>): string | undefined {
  if (expression.kind === "Name") return aliases.get(expression.name) ?? expression.name;
  if (expression.kind !== "Attribute") return undefined;
  const object = pathOf(expression.object, aliases);
  return object === undefined ? undefined : `${object}.${expression.name.name}`;
}
