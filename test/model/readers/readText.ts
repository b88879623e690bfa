import type { Dag } from "../../../model/dag/dag.ts";
import { parsePython } from "../../../model/python/parse.ts";
import type { AirflowVersion, Reading } from "../../../model/readers/reader.ts";
import { readers } from "../../../model/readers/readers.ts";
import { importRoots } from "../../../model/workspace/importRoots.ts";
import { readFixture } from "../../fixture.ts";
import { filesOf } from "../rules/checkText.ts";

/** Reads the first file of a fixture, with the others around it. */
export function readText(source: string, airflow: AirflowVersion = 3): Reading {
  const { files: texts } = readFixture(source);
  const [[file, text] = ["dag.py", ""]] = texts;
  const files = filesOf(texts);
  const reader = readers.find((candidate) => candidate.mayDefine(file, text));
  if (!reader) throw new Error("no reader takes this text");
  const module = parsePython(file, text);
  return reader.read({ file, text, module, files, airflow, importRoots: importRoots(files, file) });
}

/** Every DAG in a few lines: tasks, edges with labels, groups; what is not certain has a mark (`~` inferred, `?` dynamic). */
export function sketch(source: string, airflow: AirflowVersion = 3): string[] {
  return readText(source, airflow).dags.flatMap(sketchDag);
}

/** One DAG as `sketch` shows it. */
export function sketchDag(dag: Dag): string[] {
  const tasks = [...dag.tasks.values()].map((task) => `${mark(task)}${task.taskId}`);
  const edges = dag.edges.map(
    (edge) =>
      `${mark(edge)}${edge.from} > ${edge.to}${edge.label === null ? "" : ` (${edge.label})`}`,
  );
  return [`${mark(dag)}${dag.dagId}: ${tasks.join(", ")}`, ...edges.sort()];
}

/** The faults of a text, each with what it is about. */
export function faultsIn(source: string, airflow: AirflowVersion = 3): string[] {
  const { files } = readFixture(source);
  const [[, text] = ["", ""]] = files;
  return readText(source, airflow).faults.map(
    ({ condition, span }) => `${condition} ${text.slice(span.start, span.end)}`,
  );
}

function mark({ certainty }: { readonly certainty: Dag["certainty"] }): string {
  return certainty === "certain" ? "" : certainty === "inferred" ? "~" : "?";
}
