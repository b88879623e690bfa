import type { GraphDag } from "../../model/dag/graphJson.ts";
import { compareAll } from "../../model/dag/compareAll.ts";
import { exactGraphs } from "../exactGraphs.ts";
import { graphFiles, readGraphs } from "../readGraphs.ts";
import { UsageError, type Command, type Terminal } from "../command.ts";
import { graphFormats, isGraphFormat } from "../graphFormats.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { parseOptions } from "../options.ts";
import { pathBelow } from "../pathBelow.ts";
import { pythonOptions } from "../run/runArguments.ts";
import { revisionFiles } from "../revisionFiles.ts";
import { readSettings } from "../settings.ts";

/** Prints the DAGs of files and folders: as data, or as a picture. */
export const graph: Command = {
  name: "graph",
  summary: "Print DAGs as JSON, Mermaid, DOT, SVG or Markdown",
  usage:
    "dagsight graph [PATH…] [--dag ID] [--format json|mermaid|dot|svg|markdown] [--airflow 2|3] [--against REVISION] [--exact [--python PATH]]",
  run: runGraph,
};

async function runGraph(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    format: { type: "string", default: "json" },
    dag: { type: "string" },
    airflow: { type: "string" },
    exact: { type: "boolean", default: false },
    against: { type: "string" },
    python: { type: "string" },
  });
  const { format } = values;
  if (!isGraphFormat(format)) {
    const names = Object.keys(graphFormats).join(", ");
    throw new UsageError(`There is no format "${format}". Formats: ${names}.`);
  }
  const files = nodeFiles(terminal.cwd);
  const settings = readSettings(files, values.airflow, undefined);
  const given = positionals.length > 0 ? positionals : ["."];
  const paths = given.map((path) => pathBelow(path, terminal.cwd));
  const found = values.exact
    ? await exactGraphs(
        graphFiles(files, paths, settings),
        await pythonOptions({ python: values.python, airflow: values.airflow }, terminal),
        terminal,
      )
    : readGraphs(files, paths, settings);
  const { against } = values;
  const compared =
    against === undefined
      ? found
      : compareAll(readGraphs(revisionFiles(terminal.cwd, against), paths, settings), found);
  if (against !== undefined && compared.length === 0 && format === "markdown")
    terminal.out(`No DAG changed since ${against}.\n`);
  else terminal.out(graphFormats[format](chosen(compared, values.dag)));
  return 0;
}

function chosen(dags: readonly GraphDag[], id: string | undefined): readonly GraphDag[] {
  if (id === undefined) return dags;
  const found = dags.filter((dag) => dag.dagId === id);
  if (found.length > 0) return found;
  const known = dags.map((dag) => dag.dagId).join(", ");
  throw new UsageError(`There is no DAG "${id}". Found: ${known === "" ? "none" : known}.`);
}
