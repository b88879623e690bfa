import type { ImportFrom, Module, Statement } from "../../python/syntax.ts";
import { boundNames } from "./boundNames.ts";

/** What is put into a text, and where. */
interface Insertion {
  readonly at: number;
  readonly newText: string;
}

/** What lets a file use a name of a module, below its other imports; undefined where it has the name. */
export function importOf(module: string, name: string, { body }: Module): Insertion | undefined {
  if (boundNames(body).has(name)) return undefined;
  const imports = body.filter(isImport);
  const same = imports.find(
    (each): each is ImportFrom =>
      each.kind === "ImportFrom" && each.module === module && each.level === 0,
  );
  if (same?.star) return undefined;
  const lastName = same?.names.at(-1);
  if (lastName) return { at: (lastName.alias ?? lastName.name).end, newText: `, ${name}` };
  const line = `from ${module} import ${name}`;
  const above = imports.at(-1) ?? body.find(isDocstring);
  return above ? { at: above.end, newText: `\n${line}` } : { at: 0, newText: `${line}\n` };
}

function isImport({ kind }: Statement): boolean {
  return kind === "Import" || kind === "ImportFrom";
}

/** Only the first statement can be one, and comments stand above it. */
function isDocstring(statement: Statement, index: number): boolean {
  return (
    index === 0 &&
    statement.kind === "ExpressionStatement" &&
    statement.value.kind === "StringLiteral"
  );
}
