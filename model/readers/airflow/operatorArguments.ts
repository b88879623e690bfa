import {
  allArguments,
  operatorClassFacts,
  type OperatorClassFacts,
} from "../../catalogue/catalogue.ts";
import type { Argument } from "../../dag/dag.ts";
import { memo } from "../../memo.ts";
import type { ClassValue, UnknownValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { expectedTypes, isBaseArgument, sensorArguments } from "./baseArguments.ts";
import { booleanOf, payloadOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import { durationOf } from "./times.ts";

/** What is checked of a task's arguments. */
export interface ArgumentCheck {
  readonly class: ClassValue;
  readonly args: ReadonlyMap<string, Argument>;
  readonly taskId: string;
  readonly dagId: string | undefined;
  readonly span: Span;
  readonly uncertain: UnknownValue | undefined;
  /** A mapped task gets the rest of its arguments when it runs. */
  readonly mapped: boolean;
}

/** Notes what Airflow refuses of an operator's arguments. */
export function checkOperatorArguments(session: Session, check: ArgumentCheck): void {
  checkSignature(session, check);
  checkBaseArguments(session, check);
  if (hasAny(check.args, sensorArguments)) checkSensor(session, check);
}

function hasAny(args: ArgumentCheck["args"], names: ReadonlySet<string>): boolean {
  for (const name of args.keys()) if (names.has(name)) return true;
  return false;
}

function say(
  session: Session,
  check: ArgumentCheck,
  condition: string,
  argument: Argument | undefined,
  facts: Readonly<Record<string, string | number | boolean | null | readonly string[]>> = {},
): void {
  const span = argument?.span ?? check.span;
  const { taskId, dagId } = check;
  const name = argument?.name ?? null;
  report(session.building, condition, span, { taskId, name, ...facts }, { dagId });
}

/** The arguments of a class that are known, none of which a workspace class of its own can change. */
const signatureOf = memo((of: ClassValue): Signature | undefined => {
  const isAirflow = of.module.startsWith("airflow.");
  const facts = isAirflow ? operatorClassFacts(of.name, of.module) : undefined;
  if (of.node) return undefined;
  return (facts && signatureOfFacts(facts)) ?? (of.name === "BaseOperator" ? noOwn : undefined);
});

interface Signature {
  readonly names: ReadonlySet<string>;
  readonly required: readonly string[];
}

const noOwn: Signature = { names: new Set(), required: [] };

const signatureOfFacts = memo((facts: OperatorClassFacts): Signature | undefined => {
  const own = allArguments(facts);
  return (
    own && {
      names: new Set(own.map(({ name }) => name)),
      required: own.filter((argument) => argument.required).map(({ name }) => name),
    }
  );
});

/** Missing and unknown arguments, by the class's signature. Only what the call itself gives can be unknown. */
function checkSignature(session: Session, check: ArgumentCheck): void {
  const { class: of, args } = check;
  const signature = signatureOf(of);
  if (!signature) return;
  const { names, required } = signature;
  const operator = of.name;
  args.forEach((argument, name) => {
    const { origin } = argument;
    if (origin === "default_args" || origin === "assigned" || names.has(name)) return;
    if (isBaseArgument(name, session.airflow)) return;
    const keyword = { ...argument, span: argument.keywordSpan ?? argument.span };
    say(session, check, "A3", keyword, { operator, known: [...names] });
  });
  const missing = required.filter((name) => !args.has(name));
  if (missing.length === 0 || check.uncertain) return;
  // What comes with `expand_kwargs()` is not known one by one.
  if (check.mapped && ![...args.values()].some(({ origin }) => origin === "expand")) return;
  say(session, check, "A2", undefined, { operator, missing, mapped: check.mapped });
}

function checkBaseArguments(session: Session, check: ArgumentCheck): void {
  check.args.forEach((argument, name) => {
    const expected = name === "task_id" ? undefined : expectedTypes.get(name);
    if (expected !== undefined && !fits(argument.value, expected)) {
      say(session, check, "A8", argument, { expected, given: argument.value.kind });
    }
  });
  if (!hasAny(check.args, lookedAt)) return;
  const get = (name: string): Argument | undefined => check.args.get(name);
  const timeout = get("execution_timeout");
  if (timeout && isPlain(timeout.value)) {
    say(session, check, "A4", timeout, { given: timeout.value.kind });
  }
  const slots = get("pool_slots");
  if (slots?.value.kind === "int" && slots.value.value < 1n) {
    say(session, check, "A5", slots, { given: Number(slots.value.value) });
  }
  checkRetries(session, check);
  const weight = get("weight_rule");
  const rule = stringOf(weight?.value);
  if (weight && rule !== undefined && !["downstream", "upstream", "absolute"].includes(rule)) {
    say(session, check, "A10", weight, { given: rule });
  }
  const params = get("params");
  if (params && isPlain(params.value))
    say(session, check, "A23", params, { given: params.value.kind });
  const dag = get("dag");
  const ofDag = dag && payloadOf(dag.value, "airflow.dag");
  const isDecorator = dag && ["function", "nativeFunction", "class"].includes(dag.value.kind);
  if (dag && !ofDag && dag.origin === "call" && (isPlain(dag.value) || isDecorator)) {
    say(session, check, "A14", dag, { given: dag.value.kind });
  }
}

/** Arguments that are looked at more closely. */
const lookedAt: ReadonlySet<string> = new Set([
  "execution_timeout",
  "pool_slots",
  "retries",
  "retry_delay",
  "max_retry_delay",
  "weight_rule",
  "params",
  "dag",
]);

function checkRetries(session: Session, check: ArgumentCheck): void {
  const retries = check.args.get("retries");
  const text = retries?.value.kind === "str" ? retries.value.value.trim() : undefined;
  const isWrong =
    retries &&
    (retries.value.kind === "list" ||
      retries.value.kind === "dict" ||
      (text !== undefined && !/^[+-]?\d+$/.test(text)));
  if (isWrong) say(session, check, "A7", retries, { given: text ?? retries.value.kind });
  checkDelay(session, check, check.args.get("retry_delay"));
  checkDelay(session, check, check.args.get("max_retry_delay"));
}

function checkDelay(session: Session, check: ArgumentCheck, delay: Argument | undefined): void {
  if (delay?.value.kind === "str" || delay?.value.kind === "list")
    say(session, check, "A20", delay, { given: delay.value.kind });
}

function checkSensor(session: Session, check: ArgumentCheck): void {
  for (const name of ["poke_interval", "timeout", "max_wait"]) {
    const given = check.args.get(name);
    if (given && isBadInterval(given.value))
      say(session, check, "A24", given, { given: given.value.kind });
  }
  const mode = check.args.get("mode");
  const text = stringOf(mode?.value);
  const isSensor = check.class.mro.some(({ name }) => /Sensor(Async|Operator)?$/.test(name));
  if (mode && isSensor && text !== undefined && text !== "poke" && text !== "reschedule") {
    say(session, check, "A25", mode, { given: text });
  }
  const [soft, never] = ["soft_fail", "never_fail"].map((name) => check.args.get(name));
  if (soft && booleanOf(soft.value) && booleanOf(never?.value)) say(session, check, "A26", never);
}

function isBadInterval(value: Value): boolean {
  if (value.kind === "int") return value.value < 0n;
  if (value.kind === "float") return value.value < 0;
  return value.kind === "str" || value.kind === "list" || value.kind === "dict";
}

/** A number, text or collection: surely neither an object nor unknown. */
function isPlain(value: Value): boolean {
  const kinds = ["int", "float", "str", "bool", "list", "tuple"];
  return kinds.includes(value.kind) && durationOf(value) === undefined;
}

function fits(value: Value, expected: string): boolean {
  switch (value.kind) {
    case "unknown":
    case "instance":
    case "none":
      return true;
    case "bool":
      return expected === "bool" || expected === "int" || expected === "number";
    case "int":
    case "float":
      return expected === "number" || expected === value.kind;
    case "str":
      return expected.startsWith("str");
    case "list":
    case "tuple":
      return expected === "str or list";
    default:
      return true;
  }
}
