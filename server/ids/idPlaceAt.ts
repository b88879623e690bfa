import type { Dag } from "../../model/dag/dag.ts";
import type { Argument, Call, StringLiteral } from "../../model/python/syntax.ts";
import { touches, type Span } from "../../model/text/span.ts";
import type { Question } from "../question.ts";
import { stringAt } from "../stringAt.ts";
import { idKindNamed, idKindOf, type IdString } from "./idStrings.ts";
import { syntaxAt, type SyntaxPart } from "./visitSyntax.ts";

/** A string in which an id is expected, whether or not it is one yet. */
export interface IdPlace {
  readonly kind: IdString["kind"];
  /** In which DAGs it is looked up. */
  readonly dagIds: readonly string[];
  /** Inside the quotes. */
  readonly span: Span;
}

/** The string at the cursor that names, or is to name, a task, group or DAG. */
export function idPlaceAt(question: Question): IdPlace | undefined {
  const span = stringAt(question);
  if (!span) return halfTyped(question);
  const pulled = pulledInTemplate(question, span);
  if (pulled) return pulled;
  const path = syntaxAt(question.snapshot.module, question.offset);
  const fromCall = kindInCall(path);
  if (fromCall) {
    const { kind, dagId } = fromCall;
    return { kind, span, dagIds: dagId === undefined ? dagsAround(question, span) : [dagId] };
  }
  const branching = branchingDag(question, path, span);
  return branching && { kind: "task", span, dagIds: [branching.dagId] };
}

/** `{{ ti.xcom_pull('…') }}` inside a string. */
function pulledInTemplate(question: Question, { file, start, end }: Span): IdPlace | undefined {
  const { text } = question.snapshot;
  const before = text.slice(start, question.offset);
  if (before.lastIndexOf("{{") <= before.lastIndexOf("}}")) return undefined;
  const typed =
    /\bxcom_pull\(\s*(?:task_ids\s*=\s*)?(?:\[\s*(?:['"][\w.-]*['"]\s*,\s*)*)?\\?['"]([\w.-]*)$/.exec(
      before,
    )?.[1];
  if (typed === undefined) return undefined;
  const rest = /^[\w.-]*/.exec(text.slice(question.offset, end))?.[0] ?? "";
  const span = {
    file,
    start: question.offset - typed.length,
    end: question.offset + rest.length,
  };
  return { kind: "task", span, dagIds: dagsAround(question, span) };
}

/** `ti.xcom_pull("` with nothing behind it: no string for the parser, but the text says what is meant. */
function halfTyped(question: Question): IdPlace | undefined {
  const { snapshot, offset } = question;
  const line = snapshot.text.slice(snapshot.text.lastIndexOf("\n", offset - 1) + 1, offset);
  const typed =
    /(\w+)\((?:[^()]*,\s*)?(?:(\w+)\s*=\s*)?\[?(?:\s*["'][^"']*["']\s*,\s*)*["']([\w.-]*)$/.exec(
      line,
    );
  if (!typed) return undefined;
  const [, name = "", keyword, id = ""] = typed;
  const kind = idKindNamed(name, keyword);
  const span = { file: snapshot.file, start: offset - id.length, end: offset };
  return kind && { kind, span, dagIds: dagsAround(question, span) };
}

function kindInCall(
  path: readonly SyntaxPart[],
): { kind: IdString["kind"]; dagId: string | undefined } | undefined {
  const at = path.findLastIndex(({ kind }) => kind === "Call");
  const call = path[at] as Call | undefined;
  const argument = path[at + 1] as Argument | undefined;
  if (!call || !argument || !("form" in argument)) return undefined;
  const positional = call.args.filter(({ form }) => form === "positional");
  const kind = idKindOf(call, argument, positional.indexOf(argument));
  if (!kind) return undefined;
  const named = call.args.find(({ name }) => name?.name === "external_dag_id");
  const dagId = named?.value.kind === "StringLiteral" ? named.value.value : undefined;
  return { kind, dagId: kind === "dag" ? undefined : dagId };
}

/** `return "…"` of a function that a branching task calls. */
function branchingDag(
  { snapshot }: Question,
  path: readonly SyntaxPart[],
  span: Span,
): Dag | undefined {
  const returns = path.some(({ kind }) => kind === "Return" || kind === "Lambda");
  const isNested = path.some(({ kind }) => kind === "Call" || kind === "Comparison");
  const literal = path.find((part): part is StringLiteral => part.kind === "StringLiteral");
  if (!returns || isNested || !literal) return undefined;
  return snapshot.reading.dags.find((dag) =>
    [...dag.tasks.values()].some(
      ({ operator, callable }) =>
        /branch/i.test(operator) &&
        callable?.span.file === span.file &&
        touches(callable.span, span.start),
    ),
  );
}

/** The DAG whose body or function the place is in; else all of the file. */
function dagsAround({ snapshot }: Question, span: Span): readonly string[] {
  const { dags } = snapshot.reading;
  const around = dags.filter(
    (dag) =>
      contains(dag.bodySpan, span) ||
      [...dag.tasks.values()].some(({ callable }) => callable && contains(callable.span, span)),
  );
  return (around.length > 0 ? around : dags).map(({ dagId }) => dagId);
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
