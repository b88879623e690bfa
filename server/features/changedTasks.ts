import { changedTasks as tasksChanged } from "../../model/run/changedTasks.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import { changedTasksRequest } from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";

/** What a run on save has to run: the tasks that were edited. */
export const changedTasks: Feature = {
  capabilities: {},
  attach(connection, session) {
    connection.onRequest(changedTasksRequest, ({ uri, dagId, before }, token) =>
      session.answer("changed tasks", { textDocument: { uri } }, token, ({ snapshot }) =>
        changedIn(session.readInstead(uri, before), snapshot, dagId),
      ),
    );
  },
};

/** The edited tasks of a DAG; undefined when they cannot be told, or it is more than tasks that changed. */
export function changedIn(
  before: Snapshot,
  after: Snapshot,
  dagId: string,
): readonly string[] | undefined {
  const [earlier, later] = [before, after].map(({ reading, file, text }) => {
    const dag = reading.dags.find((each) => each.dagId === dagId);
    return dag && { dag, file, text };
  });
  return earlier && later ? tasksChanged(earlier, later) : undefined;
}
