import { describeSchedule } from "../../model/schedule/describeSchedule.ts";
import {
  dagMembersRequest,
  workspaceChanged,
  workspaceDagsRequest,
  type ListedDag,
  type ListedMember,
} from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import type { Folder } from "../folder.ts";
import { ownId } from "../ids/idUse.ts";
import type { Session } from "../session.ts";
import { shortHint } from "../words/shortHint.ts";
import { nextRunText } from "../words/scheduleText.ts";
import type { IndexedDag, IndexedFile } from "../workspaceIndex.ts";

/** What the DAGs view shows of the whole workspace, from the index. */
export const workspaceDags: Feature = {
  capabilities: {},
  attach(connection, session) {
    connection.onRequest(
      workspaceDagsRequest,
      (token) => session.fenced("workspace DAGs", token, () => listedDags(session)) ?? [],
    );
    connection.onRequest(
      dagMembersRequest,
      (params, token) =>
        session.fenced("DAG members", token, () => membersOf(session, params)) ?? [],
    );
    session.onIndexChanged(() => void connection.sendNotification(workspaceChanged));
  },
};

type Asked = Pick<Session, "folders" | "indexOf" | "locationIn" | "now">;

/** All DAGs of all folders, file by file. */
export function listedDags(session: Asked): ListedDag[] {
  return session.folders.flatMap((folder) =>
    [...session.indexOf(folder).files]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .flatMap((file) => file.dags.map((dag) => listed(session, folder, file, dag))),
  );
}

function listed(
  session: Asked,
  folder: Folder,
  { path, problems }: IndexedFile,
  { dagId, dag }: IndexedDag,
): ListedDag {
  const { uri, range } = session.locationIn(folder, dag.idSpan ?? dag.span);
  const scope = { now: session.now, airflow: folder.readingOf(path).airflow, localZone: "UTC" };
  return {
    uri,
    file: path,
    dagId,
    range,
    schedule: describeSchedule(dag.timing.schedule),
    brief: shortHint(describeSchedule(dag.timing.schedule)),
    nextRun: nextRunText(dag, scope) ?? null,
    tags: dag.tags,
    problems,
    tasks: dag.tasks.size,
  };
}

/** What is directly inside a DAG or a group of it, in the order of the DAG. */
export function membersOf(
  session: Asked,
  asked: { readonly uri: string; readonly dagId: string; readonly groupId: string | null },
): ListedMember[] {
  for (const folder of session.folders) {
    const path = folder.pathOf(asked.uri);
    const file = path === undefined ? undefined : session.indexOf(folder).get(path);
    const dag = file?.dags.find(({ dagId }) => dagId === asked.dagId)?.dag;
    if (!dag) continue;
    const groups = [...dag.groups.values()]
      .filter(({ parent }) => parent === asked.groupId)
      .map(({ groupId, parent, mapped, span }) => ({
        kind: "group" as const,
        id: groupId,
        name: ownId(groupId, parent),
        operator: null,
        mapped,
        span,
      }));
    const tasks = [...dag.tasks.values()]
      .filter(({ group }) => group === asked.groupId)
      .map(({ taskId, group, operator, mapped, span }) => ({
        kind: "task" as const,
        id: taskId,
        name: ownId(taskId, group),
        operator,
        mapped,
        span,
      }));
    const places = placesOf(dag);
    const last = places.size;
    return [...groups, ...tasks]
      .sort((a, b) => (places.get(a.id) ?? last) - (places.get(b.id) ?? last))
      .map(({ span, ...member }) => ({ ...member, ...session.locationIn(folder, span) }));
  }
  return [];
}

/** Where tasks and groups stand in the order of the DAG: a group where the first task in it does. */
function placesOf(dag: IndexedDag["dag"]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { taskId, group } of dag.tasks.values()) {
    const place = places.size;
    places.set(taskId, place);
    for (let at = group; at !== null && !places.has(at); at = dag.groups.get(at)?.parent ?? null)
      places.set(at, place);
  }
  return places;
}
