import type { FunctionDef, Lambda, Parameter } from "../../python/syntax.ts";
import type { Value } from "../../python/value.ts";

/** Names that Airflow fills in when a task runs (its context), so that a function may ask for them. */
export const contextKeys: ReadonlySet<string> = new Set([
  "conf",
  "conn",
  "dag",
  "dag_run",
  "data_interval_end",
  "data_interval_start",
  "ds",
  "ds_nodash",
  "exception",
  "execution_date",
  "expanded_ti_count",
  "inlet_events",
  "inlets",
  "logical_date",
  "macros",
  "map_index_template",
  "next_ds",
  "next_ds_nodash",
  "next_execution_date",
  "outlet_events",
  "outlets",
  "params",
  "prev_data_interval_end_success",
  "prev_data_interval_start_success",
  "prev_ds",
  "prev_ds_nodash",
  "prev_end_date_success",
  "prev_execution_date",
  "prev_execution_date_success",
  "prev_start_date_success",
  "reason",
  "run_id",
  "start_date",
  "task",
  "task_instance",
  "task_instance_key_str",
  "task_reschedule_count",
  "templates_dict",
  "test_mode",
  "ti",
  "tomorrow_ds",
  "tomorrow_ds_nodash",
  "triggering_asset_events",
  "triggering_dataset_events",
  "try_number",
  "ts",
  "ts_nodash",
  "ts_nodash_with_tz",
  "var",
  "yesterday_ds",
  "yesterday_ds_nodash",
]);

/** The function that a wrapper says it wraps (`functools.wraps`): Python takes its name and parameters. */
export function functionBehind(callee: Value): Value {
  const wrapped = callee.kind === "function" ? callee.attributes.get("__wrapped__") : undefined;
  return wrapped && wrapped !== callee ? functionBehind(wrapped) : callee;
}

/** The `__name__` that a function of the workspace goes by, unknown parts in braces; undefined for anything else. */
export function nameOfFunction(given: Value): string | undefined {
  const callee = given.kind === "method" ? given.callee : given;
  const set = callee.kind === "function" ? callee.attributes.get("__name__") : undefined;
  if (set?.kind === "str") return set.value;
  if (set) return (set.kind === "unknown" ? set.pattern : undefined) ?? "{function}";
  const inner = functionBehind(callee);
  if (inner.kind === "method") return nameOfFunction(inner);
  return inner.kind === "function" ? inner.name : undefined;
}

/** The parameters of a function written in the workspace; undefined for anything else. */
export function parametersOf(given: Value): readonly Parameter[] | undefined {
  const callee = functionBehind(given);
  if (callee.kind === "method") return parametersOf(callee.callee)?.slice(1);
  return callee.kind === "function" ? callee.node.parameters : undefined;
}

/** The `def` or lambda behind a callable. */
export function nodeOfFunction(given: Value): FunctionDef | Lambda | undefined {
  const callee = functionBehind(given);
  if (callee.kind === "method") return nodeOfFunction(callee.callee);
  return callee.kind === "function" ? callee.node : undefined;
}

/** What is wrong with a call, as `inspect.Signature.bind` says it. */
export type BindProblem =
  | { readonly kind: "missing"; readonly name: string }
  | { readonly kind: "unexpected"; readonly name: string }
  | { readonly kind: "twice"; readonly name: string }
  | { readonly kind: "tooMany" };

/** Whether arguments fit the parameters; `partial` asks only about what is given. */
export function bindProblem(
  parameters: readonly Parameter[],
  given: { readonly positional: number; readonly keywords: ReadonlySet<string> },
  options: { readonly partial?: boolean } = {},
): BindProblem | undefined {
  const places = parameters.filter(({ form }) => form === "plain" || form === "positionalOnly");
  const star = parameters.some(({ form }) => form === "star");
  const doubleStar = parameters.some(({ form }) => form === "doubleStar");
  if (given.positional > places.length && !star) return { kind: "tooMany" };
  const filled = new Set(places.slice(0, given.positional).map(({ name }) => name.name));
  for (const name of given.keywords) {
    const parameter = parameters.find(
      (candidate) =>
        candidate.name.name === name &&
        (candidate.form === "plain" || candidate.form === "keywordOnly"),
    );
    if (!parameter && !doubleStar) return { kind: "unexpected", name };
    if (filled.has(name)) return { kind: "twice", name };
    filled.add(name);
  }
  if (options.partial) return undefined;
  const missing = parameters.find(
    ({ name, form, default: fallback }) =>
      form !== "star" &&
      form !== "doubleStar" &&
      !fallback &&
      !filled.has(name.name) &&
      !contextKeys.has(name.name),
  );
  return missing && { kind: "missing", name: missing.name.name };
}
