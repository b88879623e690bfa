import { report, type Building } from "./building.ts";
import type { Statement, TaskDraft } from "./draft.ts";
import { setDownstream, setUpstream } from "./relate.ts";
import { clearSetupScope, keyOf, membersOf, type Place, type SetupScope } from "./setupScope.ts";

/** Far more steps than real files need: a search without a result goes round in circles in Airflow. */
const searchLimit = 40;

/** `task.as_setup()` and `@setup`. */
export function markSetup(building: Building, task: TaskDraft, statement: Statement): void {
  if (task.teardown) {
    report(building, "T2", statement.span, { taskId: task.id, already: "teardown" });
    return;
  }
  task.setup = true;
}

/** `task.as_teardown(setups=…)` and `@teardown`. */
export function markTeardown(
  building: Building,
  task: TaskDraft,
  setups: readonly TaskDraft[],
  statement: Statement,
): void {
  if (task.setup) {
    report(building, "T2", statement.span, { taskId: task.id, already: "setup" });
    return;
  }
  task.teardown = true;
  task.triggerRule = "all_done_setup_success";
  for (const setup of setups) {
    setup.setup = true;
    setDownstream(building, setup, [task], statement);
  }
}

/** `with setup:`, `with setup >> teardown:`; false when the tasks are neither setups nor teardowns. */
export function enterSetups(
  building: Building,
  tasks: readonly TaskDraft[],
  statement: Statement,
): boolean {
  const [first] = tasks;
  if (!first) return false;
  if (tasks.some((task) => !task.setup && !task.teardown)) {
    report(building, "T5", statement.span, { taskId: first.id });
    return false;
  }
  if (tasks.some((task) => task.setup !== first.setup)) {
    clearSetupScope(building.setups);
    report(building, "T6", statement.span, { taskIds: tasks.map((task) => task.id) });
    return false;
  }
  const scope = building.setups;
  if (first.teardown) {
    push(scope.teardown, tasks);
    push(scope.setupOfTeardown, nearest(first, "upstream"));
  } else {
    push(scope.setup, tasks);
    push(scope.teardownOfSetup, nearest(first, "downstream"));
  }
  scope.active = true;
  return true;
}

/** The end of the `with` block: the work inside is put between its setups and teardowns. */
export function leaveSetups(building: Building, statement: Statement): void {
  const scope = building.setups;
  const said = { ...statement, via: "setup" as const };
  const work = (place: Place): TaskDraft[] =>
    place.current.length === 0
      ? []
      : membersOf(scope, place.current).filter((task) => !task.setup && !task.teardown);

  if (scope.setup.current.length > 0) {
    const tasks = work(scope.setup);
    const [first] = tasks;
    if (first) {
      const roots = tasks.filter((task) => task.upstream.size === 0);
      before(building, scope.setup.current, roots.length > 0 ? roots : [first], said);
      const leaves = endsOr(tasks, "downstream", tasks.at(-1) ?? first);
      const last = scope.teardown.current.length > 0 ? scope.teardown.current : leaves;
      after(building, scope.teardownOfSetup.current, last, said);
    }
  }
  if (scope.teardown.current.length > 0) {
    const tasks = work(scope.teardown);
    const [first] = tasks;
    if (first) {
      const leaves = endsOr(tasks, "downstream", tasks.at(-1) ?? first);
      after(building, scope.teardown.current, leaves, said);
      const roots = endsOr(tasks, "upstream", first);
      const start = scope.setup.current.length > 0 ? scope.setup.current : roots;
      before(building, scope.setupOfTeardown.current, start, said);
    }
  }
  closeAll(building, scope, said);
  scope.active = false;
}

/** Outer setups come before inner ones, inner teardowns before outer ones. */
function closeAll(building: Building, scope: SetupScope, said: Statement): void {
  const setups = pop(scope.setup);
  if (setups.outer) before(building, setups.outer, setups.inner, said);
  const teardowns = pop(scope.teardown);
  if (teardowns.outer) after(building, teardowns.outer, teardowns.inner, said);
  const found = pop(scope.teardownOfSetup);
  if (found.outer) after(building, found.outer, found.inner, said);
  const begun = pop(scope.setupOfTeardown);
  if (begun.outer) before(building, begun.outer, begun.inner, said);
  scope.members.delete(keyOf(setups.inner));
  scope.members.delete(keyOf(teardowns.inner));
}

function pop(place: Place): {
  readonly inner: readonly TaskDraft[];
  readonly outer: readonly TaskDraft[] | undefined;
} {
  const inner = place.current;
  const outer = place.outer.pop();
  place.current = outer ?? [];
  return { inner, outer: outer && inner.length > 0 ? outer : undefined };
}

function push(place: Place, tasks: readonly TaskDraft[]): void {
  const same =
    place.current.length === tasks.length && place.current.every((t, i) => t === tasks[i]);
  if (place.current.length > 0 && !same) place.outer.push(place.current);
  place.current = tasks;
}

function before(
  building: Building,
  setups: readonly TaskDraft[],
  tasks: readonly TaskDraft[],
  said: Statement,
): void {
  for (const setup of setups) setDownstream(building, setup, tasks, said);
}

function after(
  building: Building,
  teardowns: readonly TaskDraft[],
  tasks: readonly TaskDraft[],
  said: Statement,
): void {
  for (const teardown of teardowns) setUpstream(building, teardown, tasks, said);
}

function endsOr(
  tasks: readonly TaskDraft[],
  side: "upstream" | "downstream",
  otherwise: TaskDraft,
): readonly TaskDraft[] {
  const ends = tasks.filter((task) => task[side].size === 0);
  return ends.length > 0 ? ends : [otherwise];
}

/** The teardowns found going downstream from a setup, or the setups found going upstream from a teardown. */
function nearest(from: TaskDraft, side: "upstream" | "downstream"): readonly TaskDraft[] {
  const wanted = side === "downstream" ? "teardown" : "setup";
  let tasks = [...from[side].keys()];
  for (let step = 0; step < searchLimit; step++) {
    const found = tasks.filter((task) => task[wanted]);
    if (found.length > 0) return found;
    const next = new Set(
      tasks
        .flatMap((task) => [...task.downstream.keys(), ...task.upstream.keys()])
        .filter((task) => task !== from),
    );
    if (next.size === 0) return [];
    tasks = [...next];
  }
  return [];
}
