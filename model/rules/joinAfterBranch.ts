import { adjacencyOf, descendantsOf, type Adjacency } from "../dag/adjacency.ts";
import type { Dag, Task } from "../dag/dag.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const branch = `
@task.branch
def choose():
    return "red"

red = EmptyOperator(task_id="red")
blue = EmptyOperator(task_id="blue")
`;

const branching = /^(Branch\w*Operator|@task\.branch\w*|@task\.llm_branch|HITLBranchOperator)$/;

/** Branches times tasks up to which it is looked: below each branch may lie all tasks. */
const most = 2_000_000;

function mayBranch(operator: string): boolean {
  return operator.includes("ranch") && branching.test(operator);
}

/** A task that joins the branches of a branching task with the default trigger rule. */
export const joinAfterBranch: Rule = {
  code: "join-after-branch",
  summary: "A task that joins branches has the default trigger rule.",
  why: "The branches that were not chosen are skipped, and with `all_success` one skipped task before it skips the join, so it never runs.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `${branch}join = EmptyOperator(task_id="<|join|>")\nchoose() >> [red, blue] >> join`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `${branch}join = EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")\nchoose() >> [red, blue] >> join`,
        ),
      },
      { text: exampleDag(`${branch}choose() >> [red, blue]`) },
      { text: exampleDag(`${branch}choose() >> red >> blue`) },
      {
        text: exampleDag(
          `${branch.replace('return "red"', 'return ["red", "blue"] if today() else "other"')}join = EmptyOperator(task_id="join")\nother = EmptyOperator(task_id="other")\nchoose() >> [red, blue, other]\n[red, blue] >> join`,
        ),
      },
    ],
  }),
  *check(input) {
    const { reading, file } = input;
    for (const dag of reading.dags) {
      const branches = [...dag.tasks.values()].filter(({ operator }) => mayBranch(operator));
      if (branches.length === 0 || branches.length * dag.tasks.size > most) continue;
      const adjacency = adjacencyOf({
        edges: dag.edges.filter(({ certainty }) => certainty !== "dynamic"),
      });
      yield* branches.flatMap((task) =>
        joinsOf(task, dag, adjacency, input).filter(({ span }) => span.file === file),
      );
    }
  },
};

function joinsOf(
  branch: Task,
  dag: Dag,
  adjacency: Adjacency,
  input: RuleInput,
): readonly RawFinding[] {
  const arms = [...new Set((adjacency.downstream.get(branch.taskId) ?? []).map(({ to }) => to))];
  if (arms.length < 2) return [];
  const armOf = onlyArms(arms, adjacency);
  const choices = choicesOf(branch, input) ?? [];
  return [...armOf.keys()].flatMap((taskId) => {
    const task = dag.tasks.get(taskId);
    if (task?.triggerRule !== "all_success" || task.certainty === "dynamic" || task.mapped)
      return [];
    const upstream = (adjacency.upstream.get(task.taskId) ?? []).map(({ from }) => from);
    const alone = upstream.filter((id) => id !== branch.taskId);
    // The task joins when two of its upstream tasks lie in arms of which only one is chosen.
    const sides = new Set(alone.map((id) => armOf.get(id)));
    sides.delete(undefined);
    if (sides.size < 2) return [];
    if (choices.length > 0 && choices.every((ids) => areTogether(sides, ids))) return [];
    // Whoever joined the same tasks with a rule of its own knows of the default one: then a hint will do.
    const isChosen = [...dag.tasks.values()].some(
      (other) =>
        other.triggerRule !== "all_success" &&
        alone.every((id) => adjacency.upstream.get(other.taskId)?.some(({ from }) => from === id)),
    );
    return [
      {
        span: placeOf(task),
        ...(isChosen && { severity: "hint" as const }),
        message: `"${task.taskId}" joins branches of "${branch.taskId}" with the trigger rule "all_success": a branch that is not chosen skips it too. Use "none_failed_min_one_success".`,
      },
    ];
  });
}

/** Whether a choice takes all of these, or none: then no one is left out. */
function areTogether(sides: ReadonlySet<string | undefined>, ids: ReadonlySet<string>): boolean {
  const taken = [...sides].filter((id) => id !== undefined && ids.has(id)).length;
  return taken === 0 || taken === sides.size;
}

/** What a branch may choose, each time: ids that stand side by side in a list are taken together. */
function choicesOf(
  { branchTargets }: Task,
  { file, text }: RuleInput,
): readonly ReadonlySet<string>[] | undefined {
  let last: { readonly end: number; readonly ids: Set<string> } | undefined;
  return branchTargets?.flatMap(({ id, span }) => {
    if (span.file !== file) return [new Set([id])];
    const isNext = last && /^["']\s*,\s*["']$/.test(text.slice(last.end, span.start));
    const ids = isNext && last ? last.ids.add(id) : new Set([id]);
    last = { end: span.end, ids };
    return isNext ? [] : [ids];
  });
}

/** All that is below a branch, each with the arm in which it lies; undefined where it lies in several. */
function onlyArms(
  arms: readonly string[],
  adjacency: Adjacency,
): ReadonlyMap<string, string | undefined> {
  const armOf = new Map<string, string | undefined>();
  for (const arm of arms)
    for (const id of [arm, ...descendantsOf(arm, adjacency)])
      armOf.set(id, armOf.has(id) && armOf.get(id) !== arm ? undefined : arm);
  return armOf;
}
