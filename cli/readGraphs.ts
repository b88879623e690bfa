import { graphDag } from "../model/dag/graphDag.ts";
import type { GraphDag } from "../model/dag/graphJson.ts";
import { describeTiming } from "../model/schedule/describeSchedule.ts";
import { snapshotOf, type Snapshot } from "../model/snapshot/snapshot.ts";
import { rangeAt } from "../model/text/lineIndex.ts";
import { definitionFiles } from "../model/workspace/definitionFiles.ts";
import type { Files } from "../model/workspace/files.ts";
import { importRoots } from "../model/workspace/importRoots.ts";
import { noRules } from "./noRules.ts";
import type { Settings } from "./settings.ts";

/** The DAGs of the files at some paths; a folder is read as one workspace. */
export function readGraphs(
  files: Files,
  paths: readonly string[],
  settings: Settings,
): readonly GraphDag[] {
  return graphFiles(files, paths, settings).flatMap((file) => {
    const text = files.readText(file);
    return text === undefined ? [] : oneOfEachId(graphsOf(files, file, text, settings));
  });
}

/** Airflow keeps one DAG of an id; which one, of several in a file, is chance. */
function oneOfEachId(dags: readonly GraphDag[]): readonly GraphDag[] {
  const kept = new Map<string, GraphDag>();
  for (const dag of dags) {
    const known = kept.get(dag.dagId);
    if (!known) kept.set(dag.dagId, dag);
    else if (structureOf(known) !== structureOf(dag)) {
      const reason = `several DAGs have the id ${dag.dagId}: Airflow keeps one of them`;
      const unknown = [...known.unknown, { range: dag.range, reason }];
      kept.set(dag.dagId, { ...known, certainty: "dynamic", unknown });
    }
  }
  return [...kept.values()];
}

/** What two DAGs have to have in common to be alike: all but their places, and how each was learned. */
function structureOf({ certainty, schedule, tasks, edges, groups }: GraphDag): string {
  return JSON.stringify({ certainty, schedule, tasks, edges, groups }, (key, value: unknown) => {
    if (key === "certainty" && value === "certain") return "inferred";
    return key === "range" || key === "madeIn" ? undefined : value;
  });
}

/** The definition files at some paths, each once. */
export function graphFiles(
  files: Files,
  paths: readonly string[],
  settings: Settings,
): readonly string[] {
  return [...new Set(paths.flatMap((path) => filesAt(files, path, settings)))];
}

function filesAt(files: Files, path: string, { airflow, exclude }: Settings): readonly string[] {
  if (files.list(path) === undefined) return [path];
  return definitionFiles(files, path, { airflow, ...(exclude && { exclude }) });
}

function graphsOf(
  files: Files,
  file: string,
  text: string,
  { airflow }: Settings,
): readonly GraphDag[] {
  const snapshot = snapshotOf({
    file,
    text,
    version: 0,
    files,
    airflow,
    importRoots: importRoots(files, file),
    rules: noRules,
  });
  // A DAG that was imported is this file's too.
  const dags = snapshot.reading.dags.map((dag) => graphDag(dag, snapshot, describeTiming));
  return [...dags, ...notReached(snapshot)];
}

/** Stands for the DAGs that a file may make where that cannot be followed: none, one or many. */
function notReached({ file, lines, reading }: Snapshot): readonly GraphDag[] {
  const stop = reading.faults.find(({ condition }) => condition === "python-error");
  const more = stop
    ? {
        span: stop.span,
        reason: `Python stops here: ${String(stop.facts["class"])}: ${String(stop.facts["message"])}`,
      }
    : reading.moreDags;
  if (!more) return [];
  const { span, reason } = more;
  const at = rangeAt(lines, span.file === file ? span : { start: 0, end: 0 });
  return [
    {
      dagId: "{dag}",
      file,
      range: at,
      certainty: "dynamic",
      unknown: [{ range: at, reason }],
      schedule: {
        kind: "dynamic",
        expression: null,
        timezone: null,
        text: null,
        certainty: "dynamic",
      },
      tasks: [],
      edges: [],
      groups: [],
    },
  ];
}
