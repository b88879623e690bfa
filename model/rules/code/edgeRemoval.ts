import type { Dag, Dependency, Stated } from "../../dag/dag.ts";
import type { Expression, FunctionDef, Module, Statement } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";
import { removeFromArrows } from "./arrowRemoval.ts";
import { removeFromCall } from "./callRemoval.ts";
import { removeData } from "./dataRemoval.ts";
import { cannot, edgesLike, isPlain, itemsOf, removeItem, type Removed } from "./removal.ts";
import { blocksOf, statementAround } from "./statements.ts";

/**
 * Takes away just this edge and leaves what else its statements say; or says why the text cannot say that, such as for one
 * round of a loop, or for data that a task needs.
 */
export function removeEdge(module: Module, dag: Dag, edge: Dependency): Removed {
  const found = [edge, ...(edge.again ?? [])].map((stated) =>
    removeStated(module, dag, edge, stated),
  );
  const edits: TextEdit[] = [];
  for (const removed of found) {
    if (removed.kind === "none") return removed;
    edits.push(...removed.edits);
  }
  if (found.length > 1 && haveOverlap(edits)) return cannot("it is stated twice in one statement");
  const [first] = found;
  if (first?.kind !== "edits" || found.length === 1) return first ?? cannot("it has no text");
  return { kind: "edits", title: `${first.title} (${found.length} places)`, edits };
}

function haveOverlap(edits: readonly TextEdit[]): boolean {
  const sorted = edits.map(({ span }) => span).sort((a, b) => a.start - b.start);
  return sorted.some((span, at) => span.start < (sorted[at - 1]?.end ?? -1));
}

function removeStated(module: Module, dag: Dag, edge: Dependency, stated: Stated): Removed {
  if (stated.span.file !== module.file) return cannot(`it is stated in ${stated.span.file}`);
  const standing = statementAround(module, stated.span);
  if (!standing) return cannot("it has no statement of its own");
  const alike = edgesLike(dag, stated);
  const removal = { module, dag, standing, edge, stated, alike };
  if (stated.via === "setup") return cannot("it comes with setup and teardown");
  if (stated.via === "data") return removeData(removal);
  const { statement } = standing;
  if (statement.kind !== "ExpressionStatement") return cannot("its statement does more than that");
  const loop = alike.length > 1 ? loopAround(module, statement) : undefined;
  if (loop) return removeRound(module, loop, edge, alike);
  const { value } = statement;
  return value.kind === "Call" ? removeFromCall(removal, value) : removeFromArrows(removal, value);
}

/** What runs a statement more than once, as far as it shows, innermost first. */
interface Loop {
  readonly around: Statement;
  readonly isOnly: boolean;
}

function loopAround(module: Module, statement: Statement): Loop | undefined {
  let found: Loop | undefined;
  const search = (block: readonly Statement[]): void => {
    for (const each of block) {
      if (each === statement || each.start > statement.start || each.end < statement.end) continue;
      const runsAgain =
        each.kind === "For" ||
        each.kind === "While" ||
        (each.kind === "FunctionDef" && !isDagFunction(each));
      const isOnly = each.kind === "For" && each.body.length === 1 && each.body[0] === statement;
      if (runsAgain) found = { around: each, isOnly };
      blocksOf(each).forEach(search);
    }
  };
  search(module.body);
  return found;
}

function isDagFunction({ decorators }: FunctionDef): boolean {
  return decorators.some((decorator) => {
    const callee = decorator.kind === "Call" ? decorator.callee : decorator;
    return (callee.kind === "Attribute" ? callee.name.name : nameOf(callee)) === "dag";
  });
}

function nameOf(expression: Expression): string | undefined {
  return expression.kind === "Name" ? expression.name : undefined;
}

/** `for x, y in [(a, b), (b, a)]: x >> y`: each edge is an item of the list, if the loop does nothing else. */
function removeRound(
  module: Module,
  { around, isOnly }: Loop,
  edge: Dependency,
  alike: readonly Dependency[],
): Removed {
  const rounds = around.kind === "For" && isOnly ? itemsOf(around.iterable) : undefined;
  const item = rounds?.[alike.indexOf(edge)];
  const isSure =
    around.kind === "For" &&
    item !== undefined &&
    rounds?.length === alike.length &&
    rounds.every((round) => round.kind !== "Starred" && isPlain(round)) &&
    alike.every(({ again }) => again === undefined);
  if (!isSure) {
    const where = around.kind === "FunctionDef" ? "call of a function" : "round of a loop";
    return cannot(`it comes from one ${where}, whose text says other edges too`);
  }
  const title = `Remove ${edge.from} → ${edge.to}`;
  return { kind: "edits", title, edits: [removeItem(module, around.iterable, item)] };
}
