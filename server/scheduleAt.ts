import type { Dag } from "../model/dag/dag.ts";
import type { Argument, Call, StringLiteral } from "../model/python/syntax.ts";
import { touches, type Span } from "../model/text/span.ts";
import { calleeName } from "./ids/idStrings.ts";
import { syntaxAt, type SyntaxPart } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";

/** A schedule that is written at the cursor. */
export interface WrittenSchedule {
  /** The string's text if it is one: the cron expression or preset. */
  readonly expression: string | undefined;
  readonly span: Span;
  /** Inside the quotes. */
  readonly inner: Span | undefined;
  /** The DAG that has it, if the reader found one. */
  readonly dag: Dag | undefined;
}

/** The schedule of a DAG at the cursor, or a string where only a schedule can stand. */
export function scheduleAt({ snapshot, offset }: Question): WrittenSchedule | undefined {
  const { file, module, reading } = snapshot;
  const path = syntaxAt(module, offset);
  const text = path.findLast((part): part is StringLiteral => part.kind === "StringLiteral");
  const dag = reading.dags.find(({ timing: { schedule } }) => {
    const { span } = schedule;
    return span?.file === file && touches(span, offset);
  });
  // A text inside of a schedule need not be one: the address of an asset, the timezone of a timetable.
  const isWhole = text !== undefined && isSpan(text, dag?.timing.schedule.span);
  const literal = text && (isWhole || isSchedulePlace(path, text)) ? text : undefined;
  if (!dag && !literal) return undefined;
  const span = literal
    ? { file, start: literal.start, end: literal.end }
    : dag?.timing.schedule.span;
  if (!span) return undefined;
  const [piece, other] = literal?.pieces ?? [];
  const inner =
    piece && !other ? { file, start: piece.contentStart, end: piece.contentEnd } : undefined;
  return { expression: literal?.value, span, inner, dag };
}

/** Where the cron expression of a timetable begins: the timezone beside it is not what is chosen anew. */
export function cronOfTimetable({ snapshot }: Question, { start, end }: Span): number | undefined {
  const call = syntaxAt(snapshot.module, start + 1).find(
    (part): part is SyntaxPart & Call =>
      part.kind === "Call" && part.start === start && part.end === end,
  );
  if (!call || !/^Cron\w*Timetable$/.test(calleeName(call.callee))) return undefined;
  const cron = call.args.find(({ name }) => name?.name === "cron") ?? call.args[0];
  return cron?.value.kind === "StringLiteral" ? cron.value.start : undefined;
}

function isSpan({ start, end }: StringLiteral, span: Span | undefined): boolean {
  return span?.start === start && span.end === end;
}

/** `schedule="…"`, and the first argument of a cron timetable. */
function isSchedulePlace(path: readonly SyntaxPart[], literal: StringLiteral): boolean {
  const at = path.indexOf(literal);
  const argument = path[at - 1];
  const call = path[at - 2];
  if (!argument || !("form" in argument) || call?.kind !== "Call") return false;
  const { name, form } = argument as SyntaxPart & Argument;
  const { callee, args } = call as SyntaxPart & Call;
  if (name) return /^(schedule|schedule_interval|cron)$/.test(name.name);
  return (
    form === "positional" && args[0] === argument && /^Cron\w*Timetable$/.test(calleeName(callee))
  );
}
