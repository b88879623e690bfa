import { booleanOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { DagDraft, TaskDraft } from "./structure/draft.ts";

/** Notes what Airflow refuses of a DAG when the module has run and it is collected. */
export function checkFinished(session: Session, dag: DagDraft): void {
  for (const task of dag.tasks.values()) checkSetup(session, dag, task);
  checkFailFast(session, dag);
}

/** A setup's direct downstream, unless it is a teardown, has to wait for all of its upstream to succeed. */
function checkSetup(session: Session, dag: DagDraft, task: TaskDraft): void {
  if (!task.setup) return;
  for (const [down, edge] of task.downstream) {
    if (down.teardown || down.triggerRule === null || down.triggerRule === "all_success") continue;
    if (edge.statement.certainty === "dynamic") continue;
    const span = down.args.get("trigger_rule")?.span ?? down.span;
    const facts = { setup: task.id, taskId: down.id, given: down.triggerRule };
    report(session.building, "T1", span, facts, { dagId: dag.dagId });
  }
}

/** A DAG that fails fast cannot have tasks that run when others failed. */
function checkFailFast(session: Session, dag: DagDraft): void {
  const flag = dag.args.get(session.airflow === 3 ? "fail_fast" : "fail_stop");
  if (booleanOf(flag?.value) !== true) return;
  for (const task of dag.tasks.values()) {
    const rule = task.triggerRule;
    if (rule === null || rule === "all_success" || rule === "all_done_setup_success") continue;
    const span = task.args.get("trigger_rule")?.span ?? task.span;
    const facts = { taskId: task.id, given: rule, flag: flag?.name ?? "fail_fast" };
    report(session.building, "A11", span, facts, { dagId: dag.dagId });
  }
}
