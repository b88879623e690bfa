import type {
  Argument,
  Call,
  Expression,
  Module,
  StringLiteral,
  Subscript,
} from "../../model/python/syntax.ts";
import { visitSyntax, type SyntaxPart } from "./visitSyntax.ts";
import { ownOf } from "../../model/ownOf.ts";

/** A string of the text that is read as an id, and where in the text the id stands. */
export interface IdString {
  readonly kind: "task" | "group" | "dag";
  readonly text: string;
  /** Inside the quotes; equal to `text` letter by letter. */
  readonly start: number;
  readonly end: number;
  /** The DAG that the id is looked up in, where the call names another one. */
  readonly dagId: string | undefined;
  /** The variable of the group whose child it is, by its own id: `load.get_child_by_label("users")`. */
  readonly childOf?: string;
}

/** Every string of a module that Airflow reads as an id of a task, group or DAG somewhere else than in its making. */
export function idStringsIn(module: Module): IdString[] {
  const found: IdString[] = [];
  visitSyntax(module, (part) => {
    if (isCall(part)) found.push(...inCall(part));
    else if (isSubscript(part)) found.push(...inSubscript(part));
    else if (part.kind === "StringLiteral" || part.kind === "FormatString") {
      found.push(...inTemplate(module.text, part));
    }
  });
  return found;
}

/** The ids of DAGs that strings of a module name, or whose tasks they name. */
export function dagIdsIn(module: Module): string[] {
  // All that names a DAG is an argument whose name ends so.
  if (!module.text.includes("dag_id")) return [];
  return idStringsIn(module).flatMap(({ kind, text, dagId }) =>
    kind === "dag" ? [text] : (dagId ?? []),
  );
}

/** What the string of a call's argument names; undefined when it is no id. */
export function idKindOf(
  call: Call,
  argument: Pick<Argument, "form" | "name">,
  index: number,
): IdString["kind"] | undefined {
  const name = calleeName(call.callee);
  const keyword = argument.name?.name;
  if (keyword === undefined && argument.form !== "positional") return undefined;
  return idKindNamed(name, keyword, index);
}

/** The same by names alone, for a call that is only half typed. */
export function idKindNamed(
  callee: string,
  keyword: string | undefined,
  index = 0,
): IdString["kind"] | undefined {
  if (keyword === undefined) return ownOf(positionals, callee)?.[index];
  const known = ownOf(keywords, keyword);
  return known && (known.of === undefined || known.of.test(callee)) ? known.kind : undefined;
}

/** The last name of what is called: `ti.xcom_pull` is `xcom_pull`. */
export function calleeName(callee: Expression): string {
  if (callee.kind === "Name") return callee.name;
  if (callee.kind === "Attribute") {
    // `Operator.partial(…)` takes the operator's arguments.
    return callee.name.name === "partial" || callee.name.name === "expand"
      ? calleeName(callee.object)
      : callee.name.name;
  }
  return callee.kind === "Call" ? calleeName(callee.callee) : "";
}

const external = /^(ExternalTask(Sensor|Marker)|ExternalTaskGroupSensor)$/;

const keywords: Readonly<
  Record<string, { readonly kind: IdString["kind"]; readonly of?: RegExp }>
> = {
  task_ids: { kind: "task", of: /^xcom_pull$/ },
  external_task_id: { kind: "task", of: external },
  external_task_ids: { kind: "task", of: external },
  external_task_group_id: { kind: "group", of: external },
  external_dag_id: { kind: "dag", of: external },
  trigger_dag_id: { kind: "dag" },
  dag_id: { kind: "dag", of: /^xcom_pull$/ },
  follow_task_ids_if_true: { kind: "task" },
  follow_task_ids_if_false: { kind: "task" },
  upstream_id: { kind: "task", of: /^set_dependency$/ },
  downstream_id: { kind: "task", of: /^set_dependency$/ },
};

const positionals: Readonly<Record<string, readonly IdString["kind"][]>> = {
  xcom_pull: ["task"],
  get_task: ["task"],
  has_task: ["task"],
  set_dependency: ["task", "task"],
};

function inCall(call: Call): IdString[] {
  const child = childIn(call);
  if (child) return [child];
  const dagId = dagNamedIn(call);
  let position = 0;
  return call.args.flatMap((argument) => {
    const index = argument.form === "positional" ? position++ : -1;
    const kind = idKindOf(call, argument, index);
    if (!kind) return [];
    return stringsIn(argument.value).map((literal) => ({
      ...placeOf(literal),
      kind,
      text: literal.value,
      dagId: kind === "dag" ? undefined : dagId,
    }));
  });
}

/** `group.get_child_by_label("load")`. */
function childIn({ callee, args }: Call): IdString | undefined {
  if (callee.kind !== "Attribute" || callee.name.name !== "get_child_by_label") return undefined;
  const value = args[0]?.value;
  if (callee.object.kind !== "Name" || value?.kind !== "StringLiteral" || !isPlain(value))
    return undefined;
  const childOf = callee.object.name;
  return { ...placeOf(value), kind: "task", text: value.value, dagId: undefined, childOf };
}

/** `external_dag_id="b"` says in which DAG the call's task ids are; so does `dag_id=` of `xcom_pull`. */
function dagNamedIn(call: Call): string | undefined {
  const named = call.args.find(
    ({ name }) =>
      name?.name === "external_dag_id" ||
      (name?.name === "dag_id" && calleeName(call.callee) === "xcom_pull"),
  );
  return named?.value.kind === "StringLiteral" ? named.value.value : undefined;
}

/** `dag.task_dict["load"]`. */
function inSubscript({ object, index }: Subscript): IdString[] {
  const isTasks = object.kind === "Attribute" && object.name.name === "task_dict";
  if (!isTasks || index.kind !== "StringLiteral" || !isPlain(index)) return [];
  return [{ ...placeOf(index), kind: "task", text: index.value, dagId: undefined }];
}

const pull = /\bxcom_pull\(\s*(?:task_ids\s*=\s*)?(?:\[\s*)?((?:\\?['"][\w.-]+\\?['"]\s*,?\s*)+)/g;

/** `{{ ti.xcom_pull(task_ids='extract') }}` inside a template. */
function inTemplate(text: string, part: SyntaxPart): IdString[] {
  const written = text.slice(part.start, part.end);
  if (!written.includes("xcom_pull") || !/\{[{%]/.test(written)) return [];
  return [...written.matchAll(pull)].flatMap((match) => {
    const [whole, ids = ""] = match;
    const at = part.start + match.index + whole.length - ids.length;
    const isList = /\[\s*$/.test(whole.slice(0, whole.length - ids.length));
    const all = [...ids.matchAll(/[\w.-]+/g)];
    const rest = /^[^)]*/.exec(written.slice(match.index + whole.length))?.[0] ?? "";
    const other = otherDag.exec(rest);
    // Of a DAG that only a variable names, nothing is known.
    if (!other && /\bdag_id\s*=/.test(rest)) return [];
    const idString = (
      kind: IdString["kind"],
      text: string,
      start: number,
      dagId?: string,
    ): IdString => ({
      kind,
      text,
      start,
      end: start + text.length,
      dagId,
    });
    const [found = "", dagId] = other ?? [];
    const ofDag =
      other && dagId !== undefined
        ? [idString("dag", dagId, at + ids.length + other.index + found.length - dagId.length)]
        : [];
    // Without a list, what follows the first string is the next argument: the key.
    const tasks = (isList ? all : all.slice(0, 1)).map((one) =>
      idString("task", one[0], at + one.index, dagId),
    );
    return [...tasks, ...ofDag];
  });
}

/** `dag_id='orders` in the rest of a call of xcom_pull. */
const otherDag = /\bdag_id\s*=\s*\\?['"]([\w.-]+)/;

/** The literal strings of an argument: itself, or those of a list, tuple or set. */
function stringsIn(value: Expression): StringLiteral[] {
  if (value.kind === "StringLiteral") return isPlain(value) ? [value] : [];
  if (
    value.kind === "ListLiteral" ||
    value.kind === "TupleLiteral" ||
    value.kind === "SetLiteral"
  ) {
    return value.items.flatMap(stringsIn);
  }
  return value.kind === "Conditional"
    ? [...stringsIn(value.then), ...stringsIn(value.otherwise)]
    : [];
}

/** One quoted stretch without escapes: text and value agree letter by letter. */
function isPlain({ value, pieces }: StringLiteral): boolean {
  const [piece, other] = pieces;
  return (
    piece !== undefined &&
    other === undefined &&
    piece.contentEnd - piece.contentStart === value.length
  );
}

function placeOf({ pieces, start, end }: StringLiteral): { start: number; end: number } {
  const [piece] = pieces;
  return { start: piece?.contentStart ?? start, end: piece?.contentEnd ?? end };
}

function isCall(part: SyntaxPart): part is Call {
  return part.kind === "Call";
}

function isSubscript(part: SyntaxPart): part is Subscript {
  return part.kind === "Subscript";
}
