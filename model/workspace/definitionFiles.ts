import ignore from "ignore";

import type { AirflowVersion } from "../readers/reader.ts";
import type { Files } from "./files.ts";

/** What decides which files of a folder are looked at. */
export interface FileSearch {
  /** `.airflowignore` holds globs in Airflow 3, regular expressions in 2. */
  readonly airflow: AirflowVersion;
  /** More patterns, as in a `.gitignore`, from the settings. */
  readonly exclude?: readonly string[];
  /** Endings of the files that are wanted. */
  readonly endings?: readonly string[];
}

/** Whether a path below the folder that holds the pattern's file is left out. */
type Ignores = (path: string, isFolder: boolean) => boolean | undefined;

interface Scope {
  readonly folder: string;
  readonly ignores: Ignores;
}

/**
 * The files below a folder in which DAGs may be defined, in order: without hidden folders, what is installed, and what
 * `.gitignore` or `.airflowignore` leave out.
 */
export function definitionFiles(files: Files, folder: string, search: FileSearch): string[] {
  const found: string[] = [];
  const last = search.exclude ? [{ folder, ignores: globs(search.exclude.join("\n")) }] : [];
  visit(folder, []);
  return found;

  function visit(at: string, outer: readonly Scope[]): void {
    const entries = files.list(at);
    if (!entries) return;
    const inner = [...outer, ...scopesOf(files, at, folder, search.airflow)];
    for (const { name, kind } of entries) {
      const path = at === "" ? name : `${at}/${name}`;
      if (kind === "folder") {
        if (!isLeftOut(name) && !isIgnored(path, true, [...inner, ...last])) visit(path, inner);
      } else if ((search.endings ?? [".py"]).some((ending) => name.endsWith(ending))) {
        if (!isIgnored(path, false, [...inner, ...last])) found.push(path);
      }
    }
  }
}

const installed = new Set(["node_modules", "__pycache__", "site-packages", "venv", "env"]);

function isLeftOut(name: string): boolean {
  return name.startsWith(".") || installed.has(name);
}

function isIgnored(path: string, isFolder: boolean, scopes: readonly Scope[]): boolean {
  let ignored = false;
  for (const { folder, ignores } of scopes) {
    const below = folder === "" ? path : path.slice(folder.length + 1);
    ignored = ignores(below, isFolder) ?? ignored;
  }
  return ignored;
}

/** The patterns that a folder brings. Airflow 2's expressions look at paths below the searched folder, not their own. */
function scopesOf(files: Files, at: string, root: string, airflow: AirflowVersion): Scope[] {
  const below = (name: string): string => (at === "" ? name : `${at}/${name}`);
  const git = files.readText(below(".gitignore"));
  const own = files.readText(below(".airflowignore"));
  const scopes: Scope[] = git === undefined ? [] : [{ folder: at, ignores: globs(git) }];
  if (own === undefined) return scopes;
  if (airflow === 3) scopes.push({ folder: at, ignores: globs(own) });
  else scopes.push({ folder: root, ignores: expressions(own) });
  return scopes;
}

function globs(patterns: string): Ignores {
  const matcher = ignore().add(patterns);
  return (path, isFolder) => {
    const { ignored, unignored } = matcher.test(isFolder ? `${path}/` : path);
    return ignored ? true : unignored ? false : undefined;
  };
}

function expressions(patterns: string): Ignores {
  const compiled = patterns
    .split(/\r?\n/)
    .map((line) => line.replace(/\s*#.*/, "").trim())
    .filter((line) => line !== "")
    .flatMap(compile);
  return (path) => (compiled.some((pattern) => pattern.test(path)) ? true : undefined);
}

/** Airflow logs an expression that is not one, and goes on without it. */
function compile(pattern: string): RegExp[] {
  try {
    return [new RegExp(pattern, "u")];
  } catch {
    return [];
  }
}
