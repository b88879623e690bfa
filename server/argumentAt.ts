import type { Argument, Call } from "../model/python/syntax.ts";
import type { Span } from "../model/text/span.ts";
import { calleeName } from "./ids/idStrings.ts";
import { syntaxAt, type SyntaxPart } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";

/** The argument of a DAG, group or operator at the cursor. */
export interface FoundArgument {
  readonly call: Call;
  readonly callee: string;
  readonly owner: "task" | "dag" | "group";
  /** The argument's index among those of its call; undefined between arguments. */
  readonly index: number | undefined;
  readonly argument: Argument | undefined;
  readonly keyword:
    | {
        readonly name: string;
        readonly span: Span;
        /** The cursor is on it. */ readonly here: boolean;
      }
    | undefined;
  /** The string that the cursor is in. */
  readonly value: { readonly text: string; readonly span: Span } | undefined;
}

/** The innermost call of Airflow's around the cursor, and its argument there. */
export function argumentAt({ snapshot, offset }: Question): FoundArgument | undefined {
  const { file, module, text } = snapshot;
  const path = syntaxAt(module, offset);
  const at = path.findLastIndex(
    (part) => isCall(part) && offset > part.argsStart && ownerOf(part) !== undefined,
  );
  const call = path[at];
  if (!call || !isCall(call)) return undefined;
  const owner = ownerOf(call);
  if (!owner) return undefined;
  const argument = path[at + 1];
  const found = argument && isArgument(argument) ? argument : undefined;
  const literal = path.findLast(({ kind }) => kind === "StringLiteral");
  const inner = literal && path.indexOf(literal) > at ? literal : undefined;
  return {
    call,
    callee: calleeName(call.callee),
    owner,
    index: found ? call.args.indexOf(found) : undefined,
    argument: found,
    keyword: found?.name && {
      name: found.name.name,
      span: { file, start: found.name.start, end: found.name.end },
      here: offset <= found.name.end,
    },
    value: inner && {
      text: text.slice(inner.start, inner.end).replace(/^[a-zA-Z]*["']+|["']+$/g, ""),
      span: { file, start: inner.start, end: inner.end },
    },
  };
}

/** What a call makes, by the name of what is called: operators end as Airflow's do. */
export function ownerOf({ callee }: Call): FoundArgument["owner"] | undefined {
  const name = calleeName(callee);
  if (name === "DAG" || name === "dag") return "dag";
  if (name === "TaskGroup" || name === "task_group") return "group";
  if (/^[A-Z]\w*(Operator|Sensor|SensorAsync|OperatorAsync)$/.test(name)) return "task";
  const isDecorator = callee.kind === "Name" ? name === "task" : rootOf(callee) === "task";
  return isDecorator ? "task" : undefined;
}

function rootOf(callee: Call["callee"]): string | undefined {
  if (callee.kind === "Name") return callee.name;
  return callee.kind === "Attribute" ? rootOf(callee.object) : undefined;
}

function isCall(part: SyntaxPart): part is Call {
  return part.kind === "Call";
}

function isArgument(part: SyntaxPart): part is Argument {
  return part.kind === undefined && "form" in part && "value" in part;
}
