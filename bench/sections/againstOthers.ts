import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { parser } from "@lezer/python";

import { optimiseAsUsual } from "../../launch/optimiser.ts";
import { snapshotsOf } from "../../model/snapshot/snapshot.ts";
import { diskFilesBelow } from "../../server/diskFiles.ts";
import { median, row, time, timeAsync } from "../measure.ts";

const project = join(__dirname, "..", "..");
const rounds = 5;

/** Our check of Airflow's own example DAGs beside Airflow 3.3.2 loading them, and beside a bare parse by Lezer. */
export async function againstOthers(): Promise<void> {
  const python = execFileSync(
    process.execPath,
    [join(project, "scripts", "airflow", "environments.mjs"), "3.3.2"],
    { encoding: "utf8" },
  )
    .trim()
    .split("\t")[1];
  if (python === undefined) throw new Error("There is no Airflow 3.3.2 to compare with.");
  const root = execFileSync(
    python,
    [
      "-c",
      "import importlib.util as u; print(u.find_spec('airflow').submodule_search_locations[0])",
    ],
    { encoding: "utf8" },
  ).trim();
  const folder = join(root, "example_dags");
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), "utf8") }))
    .filter(({ text }) => /dag/i.test(text) && /airflow/i.test(text));
  const files = diskFilesBelow(pathToFileURL(folder).href);
  const check = () =>
    snapshotsOf(
      texts.map(({ file, text }) => ({
        file,
        text,
        version: 0,
        files,
        airflow: 3,
        importRoots: [""],
      })),
      // As the index of a workspace does, which has no use for syntax trees afterwards.
      ({ findings }) => findings,
    );
  const parse = () => {
    for (const { text } of texts) parser.parse(text);
  };
  // As in a program that has run for a while.
  optimiseAsUsual();
  // Warm is a server that has read a workspace of five thousand files: V8 compiles what is called often for about as long.
  for (let warmUp = 0; warmUp < 100; warmUp++) check();
  const ours = Array.from({ length: 4 * rounds }, () => time(check));
  for (let warmUp = 0; warmUp < 10; warmUp++) parse();
  const lezer = Array.from({ length: 4 * rounds }, () => time(parse));
  const theirs = warmAirflow(
    python,
    folder,
    texts.map(({ file }) => file),
  );
  row(`${texts.length} example DAG files checked, warm`, median(ours), "ms");
  row("Airflow 3.3.2 loads the same, forked from a warm process", theirs, "ms");
  row("warm: times faster than Airflow", theirs / median(ours), "×", { atLeast: 100 });
  row("check of the same texts ÷ bare parse by Lezer", median(ours) / median(lezer), "×", {
    atMost: 3,
  });

  const one = join(folder, texts[0]?.file ?? "");
  const cold: number[] = [];
  const bare: number[] = [];
  const coldAirflow: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await timeAsync(() => quietly(process.execPath, ["-e", "0"])));
    cold.push(
      await timeAsync(() =>
        quietly(process.execPath, [join(project, "dist", "cli.js"), "check", one]),
      ),
    );
    coldAirflow.push(
      await timeAsync(() => quietly(python, ["-c", load, relative(folder, one)], folder)),
    );
  }
  row("one file, cold: dagsight check", median(cold), "ms");
  row("of it Node itself", median(bare), "ms");
  row("one file, cold: Airflow's DagBag", median(coldAirflow), "ms");
  row("cold: times faster than Airflow", median(coldAirflow) / median(cold), "×", { atLeast: 20 });
}

/** Loads files as Airflow's DAG processor does: each in a process forked from one that has imported Airflow, then serialised. */
const load = `
import os, resource, sys, tempfile
os.environ.update(AIRFLOW_HOME=tempfile.mkdtemp(), AIRFLOW__CORE__LOAD_EXAMPLES="False", AIRFLOW__LOGGING__LOGGING_LEVEL="CRITICAL")
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization import serialized_objects
serialise = getattr(serialized_objects, "DagSerialization", None) or serialized_objects.SerializedDAG

def load(path):
    for dag in DagBag(path, safe_mode=True).dags.values():
        try:
            serialise.to_dict(dag)
        except Exception:
            pass  # One example needs a plugin.

def worked():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

if len(sys.argv) == 2:
    load(sys.argv[1])
else:
    began = worked()
    for path in sys.argv[1:]:
        pid = os.fork()
        if pid == 0:
            load(path)
            os._exit(0)
        os.waitpid(pid, 0)
    print("milliseconds", (worked() - began) * 1000)
`;

/** Milliseconds of CPU that Airflow takes for all files once it has been imported. */
function warmAirflow(python: string, cwd: string, files: readonly string[]): number {
  const { stdout, stderr } = spawnSync(python, ["-c", load, ...files], { cwd, encoding: "utf8" });
  const said = /milliseconds ([\d.]+)/.exec(stdout)?.[1];
  if (said === undefined) throw new Error(`Airflow could not load its examples: ${stderr}`);
  return Number(said);
}

/** Both work offline: certificates that this machine adds, which every Node reads at its start, are no part of the measure. */
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

function quietly(command: string, args: readonly string[], cwd = project): void {
  spawnSync(command, args, { cwd, env, stdio: "ignore" });
}
