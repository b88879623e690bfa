import { budgets } from "../budgets.ts";
import { nativeModule } from "../native.ts";
import { parsePython } from "../parse.ts";
import { membersOf } from "../stdlib/moduleMembers.ts";
import { standardNames } from "../stdlib/standardNames.ts";
import { unfollowed } from "../stdlib/unfollowed.ts";
import type { Import, ImportFrom, ImportedName, Module } from "../syntax.ts";
import type { ModuleValue, Scope, UnknownValue, Value } from "../value.ts";
import type { Span } from "../../text/span.ts";
import { docstringOf } from "./docstring.ts";
import { noteWorkspacePath, workspaceModule } from "./findModule.ts";
import { raise, tooLarge } from "./raise.ts";
import { spanOf, statementSpan, type Run, type RunFrame } from "./run.ts";
import { assignName, moduleScope } from "./scopes.ts";
import { TooLarge } from "./signals.ts";
import { within } from "./context.ts";
import { withMore } from "../../withMore.ts";

/** `import a.b, c as d`. */
export function runImport(run: Run, statement: Import, scope: Scope): void {
  for (const { name, alias } of statement.names) {
    const span = spanOf(run, name);
    const module = importModule(run, name.name, span);
    const first = name.name.split(".")[0] ?? name.name;
    const value = alias || first === name.name ? module : topOf(run, module, first, span);
    const at = alias ?? { start: name.start, end: name.start + first.length };
    assignName(run, scope, alias?.name ?? first, value, spanOf(run, at), "import");
  }
}

/** The package that `import a.b` binds; when `a.b` cannot be followed, `a` is not known for the same reason. */
function topOf(run: Run, module: Value, first: string, span: Span): Value {
  if (module.kind === "unknown") return withMore(module, { path: first, pattern: `{${first}}` });
  return importModule(run, first, span);
}

/** `from a import b as c`, `from . import d`, `from e import *`. */
export function runImportFrom(run: Run, statement: ImportFrom, scope: Scope): void {
  const span = spanOf(run, statement.moduleSpan);
  const name = absoluteName(run, statement, scope.module);
  const module =
    name === undefined ? outsideOf(run, statement, span) : importModule(run, name, span);
  if (statement.star) {
    importStar(run, module, scope, statement);
    return;
  }
  for (const wanted of statement.names) {
    const value = memberOf(run, module, name ?? "", wanted);
    const at = wanted.alias ?? wanted.name;
    assignName(run, scope, at.name, value, spanOf(run, at), "import");
  }
}

function outsideOf(run: Run, statement: ImportFrom, span: Span): Value {
  return unknownModule(run, `${".".repeat(statement.level)}${statement.module}`, span);
}

/** The dotted name that a relative import means; undefined above the top. */
function absoluteName(run: Run, statement: ImportFrom, module: ModuleValue): string | undefined {
  if (statement.level === 0) return statement.module;
  const parts = packageOf(run, module);
  const up = statement.level - 1;
  if (up > parts.length) return undefined;
  const base = parts.slice(0, parts.length - up);
  const name = [...base, ...(statement.module === "" ? [] : [statement.module])].join(".");
  if (name === "") {
    // Beside the file itself, when its folder is an import root.
    return undefined;
  }
  return name;
}

function packageOf(run: Run, module: ModuleValue): readonly string[] {
  const name = module === run.main ? mainName(run) : module.name;
  const parts = name.split(".");
  return module.isPackage ? parts : parts.slice(0, -1);
}

/** The dotted name that other modules would import the main file by. */
function mainName(run: Run): string {
  const file = run.main.file ?? "";
  const plain = file.replace(/\.py$/, "").replace(/\/__init__$/, "");
  const roots = run.host.importRoots.filter((root) => root === "" || file.startsWith(`${root}/`));
  const root = [...roots].sort((a, b) => b.length - a.length)[0] ?? "";
  return (root === "" ? plain : plain.slice(root.length + 1)).replaceAll("/", ".");
}

function memberOf(run: Run, module: Value, name: string, wanted: ImportedName): Value {
  const member = wanted.name.name;
  if (module.kind === "unknown")
    return {
      kind: "unknown",
      reason: module.reason,
      span: module.span,
      path: `${module.path ?? name}.${member}`,
      pattern: `{${wanted.alias?.name ?? member}}`,
    };
  const found = run.attribute(module, member);
  if (found !== undefined) return found;
  // Where every name of a module is known, a module below it is not among those.
  if (module.kind === "module" && !(module.file === undefined && membersOf(module.name))) {
    const submodule = loadModule(run, `${module.name}.${member}`, spanOf(run, wanted.name));
    if (submodule) return submodule;
  }
  return raise(
    run,
    "ImportError",
    `cannot import name '${member}' from '${module.kind === "module" ? module.name : name}'`,
    spanOf(run, wanted),
  );
}

function importStar(run: Run, module: Value, scope: Scope, statement: ImportFrom): void {
  if (module.kind !== "module") {
    scope.module.uncertain ??=
      module.kind === "unknown"
        ? withMore(module, { path: undefined })
        : { kind: "unknown", reason: "names of a star import" };
    return;
  }
  const span = spanOf(run, statement);
  const all = module.globals.get("__all__");
  if (all && (all.kind === "list" || all.kind === "tuple")) {
    for (const item of all.items) {
      const value = item.kind === "str" ? run.attribute(module, item.value) : undefined;
      if (item.kind === "str" && value) assignName(run, scope, item.value, value, span, "import");
    }
  } else
    for (const [name, value] of [...module.globals])
      if (!name.startsWith("_")) assignName(run, scope, name, value, span, "import");
  // A native module makes its names when they are asked for: any may be among them.
  if (module.uncertain) scope.module.uncertain ??= module.uncertain;
  const handedOn = run.starImports.get(module) ?? [];
  const sources = module.attribute && !module.uncertain && !all ? [module, ...handedOn] : handedOn;
  const known = run.starImports.get(scope.module) ?? [];
  const added = sources.filter((source) => !known.includes(source));
  if (added.length > 0) run.starImports.set(scope.module, [...known, ...added]);
}

/** Imports a dotted name, each parent first; an unknown when it cannot be followed. */
export function importModule(run: Run, name: string, span: Span): Value {
  const parts = name.split(".");
  let value: ModuleValue | undefined;
  for (let count = 1; count <= parts.length; count++) {
    const prefix = parts.slice(0, count).join(".");
    const module = loadModule(run, prefix, span);
    if (!module) return unknownModule(run, name, span);
    const child = parts[count - 1] ?? "";
    if (value?.file !== undefined && !value.globals.has(child)) value.globals.set(child, module);
    value = module;
  }
  return value ?? unknownModule(run, name, span);
}

/** One module whose parents are loaded; undefined when nothing knows it. */
function loadModule(run: Run, name: string, span: Span): ModuleValue | undefined {
  const known = run.modules.get(name);
  if (known) return known;
  const module = findModule(run, name, span);
  if (module) run.modules.set(name, module);
  return module;
}

function findModule(run: Run, name: string, span: Span): ModuleValue | undefined {
  const hosted = run.host.importModule?.(name, run.catchers > 0);
  if (hosted === "absent")
    return raise(run, "ModuleNotFoundError", `No module named '${name}'`, span);
  if (hosted) return hosted;
  const standard = run.standardModule(name);
  if (standard) return standard;
  const isInstalled = run.host.isInstalled?.(name) === true;
  const place = isInstalled ? undefined : workspaceModule(run, name);
  if (place) return loadFile(run, name, place.file, place.isPackage);
  // A module of the standard library that is there, and whose work is not followed.
  if (standardNames.has(name.split(".")[0] ?? "")) return nativeModule(name, [], unfollowed(name));
  const missing = run.host.missingModule?.(name);
  if (missing) run.unknownImports += 1;
  return missing;
}

function unknownModule(run: Run, name: string, span: Span): UnknownValue {
  run.unknownImports += 1;
  const reason = `module ${name} is not in this workspace`;
  if (!run.unknownPlaces.has(reason)) {
    run.unknownPlaces.add(reason);
    run.unknowns.push({ reason, span });
  }
  noteWorkspacePath(run, name);
  return { kind: "unknown", reason, span, path: name, pattern: `{${name}}` };
}

/** The module in a file that code loads by its place; it is known by its name only to who asked for it. */
export function importFile(run: Run, name: string, file: string): ModuleValue | undefined {
  const before = run.modules.get(name);
  const module = loadFile(run, name, file, false);
  if (before) run.modules.set(name, before);
  else run.modules.delete(name);
  return module;
}

function loadFile(
  run: Run,
  name: string,
  file: string | undefined,
  isPackage: boolean,
): ModuleValue | undefined {
  const module: ModuleValue = {
    kind: "module",
    name,
    file,
    isPackage,
    globals: new Map(),
    bindings: new Map(),
    uncertain: undefined,
  };
  if (file === undefined) return module;
  const twin = run.modulesByFile.get(file);
  if (twin && twin !== run.main) return twin;
  if (run.modulesByFile.size >= budgets.modules) {
    module.uncertain = tooLarge(run);
    return module;
  }
  const parsed = parsedFile(run, file);
  if (!parsed) return undefined;
  run.modulesByFile.set(file, module);
  run.modules.set(name, module);
  module.globals.set("__doc__", docstringOf(parsed.body));
  try {
    runModule(run, module, parsed);
  } catch (error) {
    if (error instanceof TooLarge) module.uncertain ??= tooLarge(run);
    else {
      run.modules.delete(name);
      run.modulesByFile.delete(file);
      throw error;
    }
  }
  return module;
}

function parsedFile(run: Run, file: string): Module | undefined {
  const known = run.cache?.get(file);
  if (known) return known;
  const text = run.host.files.readText(file);
  if (text === undefined || text.length > budgets.fileCharacters) return undefined;
  const parsed = parsePython(file, text);
  run.cache?.set(file, parsed);
  return parsed;
}

/** Runs the body of a module of the workspace that is imported. */
function runModule(run: Run, module: ModuleValue, parsed: Module): void {
  run.sources.set(parsed.file, parsed.text);
  const [wrong] = parsed.syntaxErrors;
  if (wrong)
    raise(run, "SyntaxError", wrong.message, {
      file: parsed.file,
      start: wrong.start,
      end: wrong.end,
    });
  const scope = moduleScope(module);
  const frame: RunFrame = {
    kind: "module",
    module,
    callee: undefined,
    callSpan: statementSpan(run),
    scope,
    statement: undefined,
    at: undefined,
    maybeReturns: [],
    onYield: undefined,
  };
  if (run.frames.length >= budgets.calls) {
    module.uncertain = tooLarge(run);
    return;
  }
  const before = run.frame;
  run.frames.push(frame);
  run.frame = frame;
  // What a module defines does not depend on the branch that imports it first.
  const journals = run.journals.splice(0);
  try {
    within(run, "inferred", undefined, () => run.runBlock(parsed.body, scope));
  } finally {
    run.journals.push(...journals);
    run.frames.pop();
    run.frame = before;
  }
}
