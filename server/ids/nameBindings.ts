import type { Module, Placed } from "../../model/python/syntax.ts";
import { visitSyntax, type SyntaxPart } from "./visitSyntax.ts";

/** A Python name somewhere in a module. */
export interface NameUse extends Placed {
  readonly name: string;
  /** Whether it is bound here: assigned, imported, a parameter, a loop variable, a `def`. */
  readonly binds: boolean;
  /** Functions and classes around it, innermost last; for a bound name those in which it is bound. */
  readonly scopes: readonly SyntaxPart[];
}

/** Every name of a module: the one table from which a name's last binding is found. */
export function namesIn(module: Module): ReadonlyMap<string, readonly NameUse[]> {
  const names = new Map<string, NameUse[]>();
  visitSyntax(module, (part, above) => {
    const name = nameOf(part);
    if (name === undefined) return;
    const use = useOf(part, name, above);
    if (!use) return;
    const known = names.get(name);
    if (known) known.push(use);
    else names.set(name, [use]);
  });
  return names;
}

/**
 * Where the name of a use was bound: the last binding before it in the innermost scope that has one. A name used above its
 * binding (in a function that is called later) takes the first one there is.
 */
export function bindingOf(all: readonly NameUse[], use: NameUse): NameUse | undefined {
  const bindings = all.filter(({ binds }) => binds);
  for (let depth = use.scopes.length; depth >= 0; depth--) {
    const scope = use.scopes[depth - 1];
    const here = bindings.filter(({ scopes }) => scopes[scopes.length - 1] === scope);
    const before = here.filter(({ start }) => start <= use.start);
    const found = before.at(-1) ?? (scope === use.scopes.at(-1) ? undefined : here[0]);
    if (found) return found;
  }
  return undefined;
}

function nameOf(part: SyntaxPart): string | undefined {
  if (part.kind !== "Name" && part.kind !== "Identifier") return undefined;
  return (part as SyntaxPart & { readonly name: string }).name;
}

function useOf(part: SyntaxPart, name: string, above: readonly SyntaxPart[]): NameUse | undefined {
  const scopes = above.filter(({ kind }) => isScope(kind));
  const parent = above[above.length - 1];
  const { start, end } = part;
  if (part.kind === "Name") {
    return { name, start, end, binds: isTarget(part, above), scopes };
  }
  // Identifiers: names of functions, classes, parameters and imports bind; attributes and keywords are no names.
  switch (parent?.kind) {
    case "FunctionDef":
    case "ClassDef":
      return { name, start, end, binds: true, scopes: scopes.slice(0, -1) };
    case "Attribute":
      return undefined;
    case undefined:
      return bindsInPart(part, parent) ? { name, start, end, binds: true, scopes } : undefined;
    default:
      return { name, start, end, binds: true, scopes };
  }
}

/** Parameters and imported names have no kind: a parameter has a `form`, an imported name an `alias`. */
function bindsInPart(part: SyntaxPart, parent: SyntaxPart | undefined): boolean {
  if (!parent) return false;
  if ("alias" in parent) return parent.alias ? parent.alias === part : true;
  return "annotation" in parent;
}

function isTarget(part: SyntaxPart, above: readonly SyntaxPart[]): boolean {
  for (let at = above.length - 1, inner = part; at >= 0; at--) {
    const outer = above[at];
    if (!outer) return false;
    if ("targets" in outer && Array.isArray(outer.targets) && outer.targets.includes(inner)) {
      return outer.kind === "Assign";
    }
    if ("target" in outer && outer.target === inner) return true;
    const passesOn = ["TupleLiteral", "ListLiteral", "Starred"].includes(outer.kind ?? "");
    if (!passesOn) return false;
    inner = outer;
  }
  return false;
}

function isScope(kind: SyntaxPart["kind"]): boolean {
  return kind === "FunctionDef" || kind === "ClassDef" || kind === "Lambda";
}
