import type { Argument, Task } from "../../dag/dag.ts";
import { memo } from "../../memo.ts";
import type { NativeCall } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";

/** Classes whose callable returns the ids of the tasks to follow. */
const branching: ReadonlySet<string> = new Set([
  "BranchPythonOperator",
  "BranchPythonVirtualenvOperator",
  "BranchExternalPythonOperator",
  "@task.branch",
  "@task.branch_virtualenv",
  "@task.branch_external_python",
  "@task.llm_branch",
]);

/** How a class chooses: by what its callable returns, by its own method, or by nothing that its name tells. */
const waysOfChoosing = memo((operator: ClassValue): "callable" | "method" | "arguments" => {
  const names = operator.mro.map((ancestor) => ancestor.name);
  if (names.some((name) => branching.has(name))) return "callable";
  return names.includes("BaseBranchOperator") ? "method" : "arguments";
});

/** The ids that a branching operator may choose; undefined when it does not branch or cannot be known. */
export function branchTargetsOf(
  call: NativeCall,
  operator: ClassValue,
  args: ReadonlyMap<string, Argument>,
): Task["branchTargets"] {
  switch (waysOfChoosing(operator)) {
    case "callable":
      return returnedBy(call, args.get("python_callable")?.value);
    case "method": {
      const choose = operator.attributes.get("choose_branch");
      return choose && returnedBy(call, choose);
    }
    case "arguments": {
      const whenTrue = idsOf(args.get("follow_task_ids_if_true")?.value);
      const whenFalse = whenTrue && idsOf(args.get("follow_task_ids_if_false")?.value);
      return whenFalse && [...whenTrue, ...whenFalse];
    }
  }
}

/** The same for a `@task.branch` function. */
export function branchTargetsOfFunction(
  call: NativeCall,
  decorator: string,
  callee: Value,
): Task["branchTargets"] {
  return branching.has(decorator) ? returnedBy(call, callee) : undefined;
}

function returnedBy(call: NativeCall, callee: Value | undefined): Task["branchTargets"] {
  const returned = callee && call.interpreter.returnedStrings(callee);
  return returned?.map(({ value, span }) => ({ id: value, span }));
}

function idsOf(value: Value | undefined): Task["branchTargets"] {
  if (value?.kind === "str" && value.span) return [{ id: value.value, span: value.span }];
  if (value?.kind !== "list" && value?.kind !== "tuple") return undefined;
  const ids = value.items.map(idsOf);
  return ids.includes(undefined) ? undefined : ids.flatMap((inner) => inner ?? []);
}
