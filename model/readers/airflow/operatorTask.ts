import { raiseIfCaught } from "./airflowErrors.ts";
import type { Argument, CallableInfo } from "../../dag/dag.ts";
import { memo } from "../../memo.ts";
import type { GivenArgument, NativeCall } from "../../python/native.ts";
import type { ClassValue, UnknownValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { branchTargetsOf } from "./branching.ts";
import { checkOperatorArguments } from "./operatorArguments.ts";
import { operatorFacts } from "./operatorFacts.ts";
import {
  argumentOf,
  argumentsOfDict,
  certaintyOf,
  choicesOf,
  leastCertain,
  payloadOf,
  siteOf,
  stringOf,
  type GivenMap,
  type Session,
} from "./session.ts";
import { functionBehind, nameOfFunction, nodeOfFunction } from "./signature.ts";
import { openWays } from "./structure/choices.ts";
import type { TaskDraft } from "./structure/draft.ts";
import { homeFor, newTask, placeTask, stepsPerTask, type Home } from "./structure/tasks.ts";
import { checkTaskId } from "./taskIds.ts";
import { triggerRuleOf } from "./triggerRules.ts";

/** What a task is made from. */
export interface TaskMaking {
  /** The call that a reader of the code sees. */
  readonly call: NativeCall;
  readonly class: ClassValue;
  readonly given: GivenMap;
  readonly uncertain: UnknownValue | undefined;
  readonly interpreter: NativeCall;
  readonly mapped: boolean;
  readonly origins?: ReadonlyMap<string, Argument["origin"]>;
}

/** A class that is called so, or that inherits from one. */
const isSensor = memo((of: ClassValue) =>
  of.mro.some(({ name, module }) => operatorFacts(name, module).isSensor),
);

/** Makes a classic operator's task and puts it where it belongs. */
export function makeTask(session: Session, making: TaskMaking): TaskDraft {
  const { call, given, uncertain } = making;
  call.interpreter.spend(stepsPerTask);
  const home = homeOfCall(session, given);
  const args = mergedDefaults(home, given.get("default_args")?.value, call.span);
  const id = given.get("task_id") ?? givenByDefault(args.get("task_id"));
  const own = checkTaskId(session, id, call, making.class.name, uncertain);
  given.forEach((argument, name) => {
    args.set(name, argumentOf(name, argument, making.origins?.get(name) ?? "call", call.span));
  });
  const draft = newTask({
    ownId: own.id,
    certainty: leastCertain(certaintyOf(call), own.certainty),
    choices: own.certainty === "dynamic" ? openWays : choicesOf(call),
    why: own.why ?? call.interpreter.context().unknown?.reason,
    mapped: making.mapped,
    setup: false,
    teardown: false,
    triggerRule: triggerRuleOf(session, args, { home, uncertain, span: call.span, taskId: own.id }),
    operator: making.class.name,
    operatorPath: `${making.class.module}.${making.class.name}`,
    sort: isSensor(making.class) ? "sensor" : "operator",
    args,
    span: call.span,
    calledAt: siteOf(session, call),
    idSpan: own.span,
    callable: callableOf(args.get("python_callable")?.value),
    branchTargets: branchTargetsOf(making.interpreter, making.class, args),
    doc: docOf(args),
  });
  placeTask(session.building, draft, home);
  if (draft.dag?.doubles.at(-1) === draft)
    raiseIfCaught(
      session,
      call,
      "DuplicateTaskIdFound",
      `Task id '${draft.id}' has already been added`,
    );
  checkOperatorArguments(session, {
    class: making.class,
    args,
    taskId: draft.id,
    dagId: draft.dag?.dagId,
    span: call.span,
    uncertain,
    mapped: making.mapped,
  });
  return draft;
}

/** An argument that `default_args` give, as if it were given in the call. */
function givenByDefault(argument: Argument | undefined): GivenArgument | undefined {
  return argument && { value: argument.value, span: argument.span, keywordSpan: undefined };
}

/** The function behind `python_callable`, if it is in the workspace. */
export function callableOf(value: Value | undefined): CallableInfo | undefined {
  const node = value && nodeOfFunction(value);
  const behind = value && functionBehind(value);
  const callee = behind?.kind === "method" ? functionBehind(behind.callee) : behind;
  if (!node || callee?.kind !== "function") return undefined;
  const file = callee.module.file ?? "";
  const nameSpan =
    node.kind === "FunctionDef" ? { file, start: node.name.start, end: node.name.end } : undefined;
  const name = nameOfFunction(value) ?? callee.name;
  return { name, span: { file, start: node.start, end: node.end }, nameSpan };
}

const docNames = ["doc_md", "doc", "doc_rst", "doc_json", "doc_yaml"];

/** A task's `doc_md` and its like. */
export function docOf(args: ReadonlyMap<string, Argument>): string | undefined {
  for (let at = 0, name = docNames[0]; name !== undefined; name = docNames[++at]) {
    const text = args.has(name) ? stringOf(args.get(name)?.value) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

/** `default_args` of the DAG, the groups and the task itself, merged in Airflow's order. */
export function mergedDefaults(
  home: Home,
  own: Value | undefined,
  span: Span,
): Map<string, Argument> {
  const merged = new Map(home.dag?.defaultArgs());
  home.group?.defaultArgs.forEach((argument, name) => merged.set(name, argument));
  if (own)
    for (const [name, argument] of argumentsOfDict(own, "default_args", span))
      merged.set(name, argument);
  return merged;
}

/** Where a new task goes, by its `dag=` and `task_group=`. */
export function homeOfCall(session: Session, given: GivenMap): Home {
  return homeFor(session.building, {
    dag: payloadOf(given.get("dag")?.value, "airflow.dag")?.draft,
    group: payloadOf(given.get("task_group")?.value, "airflow.group")?.draft,
  });
}
