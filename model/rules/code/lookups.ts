import type { Expression, Statement } from "../../python/syntax.ts";
import type { CallSite, CodeIndex, PathSite, StatementSite } from "./codeIndex.ts";

/** What most rules look for is rare in a file: these find it without a look at everything else. In the order of the text. */

/** The statements of one kind. */
export function statementsOf<K extends Statement["kind"]>(
  { statementsByKind }: CodeIndex,
  kind: K,
): readonly StatementSite<Extract<Statement, { kind: K }>>[] {
  // A list is kept for each kind, and holds nothing else.
  return (statementsByKind.get(kind) ?? []) as readonly StatementSite<
    Extract<Statement, { kind: K }>
  >[];
}

/** The calls of what has such a dotted path; a file calls few things, and each path is tested once. */
export function callsTo(
  { callsByPath, calledPaths }: CodeIndex,
  path: RegExp,
): readonly PathSite[] {
  const found = calledPaths.filter((each) => path.test(each));
  if (found.length === 0) return none;
  const sites = found.flatMap((each) => callsByPath.get(each) ?? none);
  return found.length > 1 ? sites.sort((a, b) => a.node.start - b.node.start) : sites;
}

const none: readonly PathSite[] = [];

/** The calls of a method of this name, on whatever it may be. */
export function methodCalls({ callsByMethod }: CodeIndex, name: string): readonly CallSite[] {
  return callsByMethod.get(name) ?? [];
}

/** The calls that give an argument by this name. */
export function callsGiving({ callsByKeyword }: CodeIndex, name: string): readonly CallSite[] {
  return callsByKeyword.get(name) ?? [];
}

/** The values that calls give to an argument of this name. */
export function valuesGiven(code: CodeIndex, name: string): readonly Expression[] {
  return callsGiving(code, name).flatMap(({ node }) =>
    node.args.flatMap((argument) => (argument.name?.name === name ? [argument.value] : [])),
  );
}
