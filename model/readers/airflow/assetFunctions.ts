import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { Placed } from "../../python/syntax.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { assetTreeOf, assetValue, elementsOf } from "./assets.ts";
import { classFor } from "./classFor.ts";
import { closeDag, dagIdOf, dagValue, makeDag, openDag } from "./dagClass.ts";
import { callableOf } from "./operatorTask.ts";
import { method } from "./relations.ts";
import { certaintyOf, choicesOf, payloadOf, siteOf, stringOf, type Session } from "./session.ts";
import { parametersOf } from "./signature.ts";
import { report } from "./structure/building.ts";
import { openWays } from "./structure/choices.ts";
import { newTask, placeTask } from "./structure/tasks.ts";
import { docstringOf } from "./taskFunctions.ts";

/** `@asset(schedule=…)` and `@asset.multi(schedule=…, outlets=[…])`: a DAG with one task, made at once. */
export function assetDecorator(session: Session): Value {
  const ofClass = classFor(session, "asset", () =>
    nativeClass({
      name: "asset",
      module: "airflow.sdk",
      attributes: [
        method("__call__", (call) => {
          const [bare] = call.positional;
          if (bare?.value.kind !== "function") return decorator(session, call, false);
          report(session.building, "X7", call.span, { problem: "bare" });
          return bare.value;
        }),
        method("multi", (call) => decorator(session, call, true)),
      ],
    }),
  );
  return { kind: "instance", class: ofClass, attributes: new Map(), payload: undefined };
}

function decorator(session: Session, call: NativeCall, multi: boolean): Value {
  checkDefinition(session, call, multi);
  const outlets = call.keywords.get("outlets");
  if (multi && outlets && elementsOf(outlets.value)?.length === 0) {
    report(session.building, "X7", outlets.keywordSpan ?? call.span, { problem: "no outlets" });
  }
  return nativeFunction("asset", (inner) => {
    const given = inner.positional[0];
    if (!given) return inner.interpreter.unknown("@asset without a function");
    return materialise(session, call, given, multi);
  });
}

function materialise(
  session: Session,
  call: NativeCall,
  given: GivenArgument,
  multi: boolean,
): Value {
  const decorated = payloadOf(given.value, "airflow.taskFunction");
  const callee = decorated?.function ?? given.value;
  const callable = callableOf(callee);
  const name = stringOf(call.keywords.get("name")?.value) ?? callable?.name ?? "{asset}";
  const { building } = session;
  const task = decorated?.given.get("outlets");
  if (task) report(building, "X7", task.keywordSpan ?? call.span, { problem: "task outlets" });
  if (!decorated) checkFunction(session, call, callee);
  makeAssetDag(session, call, { callee, decorated: decorated ? given.value : undefined, name });
  if (multi) {
    const tree = assetTreeOf(call.keywords.get("outlets")?.value);
    return assetValue(session, tree ?? { kind: "asset", name: null, uri: null });
  }
  const uri = call.keywords.get("uri");
  const known = uri ? (stringOf(uri.value) ?? null) : name;
  return assetValue(session, { kind: "asset", name, uri: known });
}

interface Definition {
  readonly callee: Value;
  /** The `@task` function below, if there is one. */
  readonly decorated: Value | undefined;
  readonly name: string;
}

function makeAssetDag(session: Session, call: NativeCall, definition: Definition): void {
  const { callee, decorated, name } = definition;
  const callable = callableOf(callee);
  const own = call.keywords.get("dag_id");
  const fallback = {
    id: name,
    span: call.keywords.get("name")?.value.span ?? callable?.nameSpan,
    certainty: "certain" as const,
  };
  const id = own && own.value.kind !== "none" ? dagIdOf(session, own, call) : fallback;
  const catchup: GivenArgument = {
    value: { kind: "bool", value: false },
    span: undefined,
    keywordSpan: undefined,
  };
  const given = new Map([...call.keywords, ["catchup", catchup] as const]);
  for (const other of ["name", "uri", "group", "extra", "watchers", "outlets"]) given.delete(other);
  const draft = makeDag(session, call, given, id);
  dagValue(session, draft);
  openDag(session, draft, callable?.span ?? call.span);
  if (decorated) call.interpreter.call(decorated, {});
  else {
    const task = newTask({
      ownId: callable?.name ?? "{task}",
      certainty: callable ? certaintyOf(call) : "dynamic",
      choices: callable ? choicesOf(call) : openWays,
      mapped: false,
      setup: false,
      teardown: false,
      triggerRule: "all_success",
      operator: "_AssetMainOperator",
      operatorPath: "airflow.sdk.definitions.asset.decorators._AssetMainOperator",
      sort: "taskflow",
      args: new Map(),
      span: call.span,
      calledAt: siteOf(session, call),
      idSpan: callable?.nameSpan,
      callable,
      branchTargets: undefined,
      doc: docstringOf(callee),
    });
    placeTask(session.building, task, { dag: draft, group: draft.root });
  }
  closeDag(session, draft);
}

const ofBoth = [
  ...["schedule", "is_paused_upon_creation", "dag_id", "dag_display_name", "description", "params"],
  ...["on_success_callback", "on_failure_callback", "access_control", "owner_links", "tags"],
];
const ofAsset: ReadonlySet<string> = new Set([
  ...ofBoth,
  ...["name", "uri", "group", "extra", "watchers"],
]);
const ofMulti: ReadonlySet<string> = new Set([...ofBoth, "outlets"]);

/** Airflow: the attributes of `asset` and `asset.multi`, all of them keyword-only. */
function checkDefinition(session: Session, call: NativeCall, multi: boolean): void {
  const { building } = session;
  const known = multi ? ofMulti : ofAsset;
  const decorator = multi ? "@asset.multi" : "@asset";
  const say = (problem: string, span: Span, name = ""): void => {
    report(building, "X7", span, { problem, name, decorator });
  };
  const [first] = call.positional;
  if (first) say("positional", first.span ?? call.span);
  for (const [name, { keywordSpan, span }] of call.keywords) {
    if (!known.has(name)) say("unknown", keywordSpan ?? span ?? call.span, name);
  }
  if (call.uncertain || first) return;
  for (const name of multi ? ["schedule", "outlets"] : ["schedule"]) {
    if (!call.keywords.has(name)) say("missing", call.span, name);
  }
}

/** What is decorated stands at the top of a module, and each of its parameters names an asset. */
function checkFunction(session: Session, call: NativeCall, callee: Value): void {
  if (callee.kind !== "function") return;
  const { building } = session;
  const file = callee.module.file ?? "";
  const spanOf = ({ start, end }: Placed): Span => ({ file, start, end });
  const own = callee.node.kind === "FunctionDef" ? callee.node.name : undefined;
  if (own && callee.scope.kind !== "module") {
    report(building, "X7", spanOf(own), { problem: "nested", name: own.name });
  }
  const named = call.keywords.get("name")?.value;
  const isReserved = own?.name === "self" || own?.name === "context";
  if (own && isReserved && (!named || named.kind === "none")) {
    report(building, "X7", spanOf(own), { problem: "reserved", name: own.name });
  }
  for (const { form, name, default: otherwise } of parametersOf(callee) ?? []) {
    const isWild = form === "star" || form === "doubleStar";
    const problem = isWild ? "wildcard" : "positional only";
    if (!isWild && (form !== "positionalOnly" || otherwise)) continue;
    report(building, "X7", spanOf(name), { problem, name: name.name });
  }
}
