import type { TaskDraft } from "./draft.ts";

/**
 * The open `with setup:` and `with teardown:` contexts (Airflow: BaseSetupTeardownContext). Each of the four places has a
 * current list of tasks and the lists of the contexts around it; an empty list means none.
 */
export interface SetupScope {
  active: boolean;
  /** Plain tasks made inside a context, by the tasks that opened it. */
  readonly members: Map<string, TaskDraft[]>;
  readonly setup: Place;
  readonly teardown: Place;
  /** Teardowns found downstream of the setup that opened the context. */
  readonly teardownOfSetup: Place;
  /** Setups found upstream of the teardown that opened the context. */
  readonly setupOfTeardown: Place;
}

/** One of them. */
export interface Place {
  current: readonly TaskDraft[];
  readonly outer: (readonly TaskDraft[])[];
}

/** No context open. */
export function newSetupScope(): SetupScope {
  return {
    active: false,
    members: new Map(),
    setup: newPlace(),
    teardown: newPlace(),
    teardownOfSetup: newPlace(),
    setupOfTeardown: newPlace(),
  };
}

/** Forgets every open context, as after an error in one. */
export function clearSetupScope(scope: SetupScope): void {
  scope.active = false;
  scope.members.clear();
  for (const place of [scope.setup, scope.teardown]) {
    place.current = [];
    place.outer.length = 0;
  }
}

/** A plain task made while a context is open belongs to the context. */
export function joinSetupScope(scope: SetupScope, task: TaskDraft): void {
  if (!scope.active || task.setup || task.teardown) return;
  for (const place of [scope.setup, scope.teardown]) {
    if (place.current.length > 0) membersOf(scope, place.current).push(task);
  }
}

/** The plain tasks made inside the context that `tasks` opened. */
export function membersOf(scope: SetupScope, tasks: readonly TaskDraft[]): TaskDraft[] {
  const key = keyOf(tasks);
  const members = scope.members.get(key) ?? [];
  scope.members.set(key, members);
  return members;
}

/** A text that is the same for the same tasks. */
export function keyOf(tasks: readonly TaskDraft[]): string {
  return tasks.map((task) => `${task.dag?.dagId ?? ""}/${task.id}`).join(" ");
}

function newPlace(): Place {
  return { current: [], outer: [] };
}
