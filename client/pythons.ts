import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { InterpreterFacts } from "./interpreters.ts";

/** Every `python3` and `python` on PATH. */
export function pythonsOnPath(): readonly string[] {
  const names = process.platform === "win32" ? ["python.exe"] : ["python3", "python"];
  // One folder under two names, as /bin and /usr/bin, has the same programs.
  const folders = new Map<string, string>();
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (folder === "" || !existsSync(folder)) continue;
    const real = realpathSync(folder);
    if (!folders.has(real)) folders.set(real, folder);
  }
  return names.flatMap((name) =>
    Array.from(folders.values(), (folder) => join(folder, name)).filter((path) => existsSync(path)),
  );
}

/** Asks a Python for its version, Airflow's and whether it has debugpy, without importing them; undefined when it does not answer in time. */
export function askPython(path: string): Promise<InterpreterFacts | undefined> {
  return new Promise((resolve) => {
    execFile(path, ["-I", "-c", question], { timeout: 10_000 }, (error, output) => {
      const [python, debugpy, airflow] = output.trim().split(" ");
      resolve(
        error || !python
          ? undefined
          : { python, airflow: airflow ?? null, debugpy: debugpy === "True" },
      );
    });
  });
}

const question = `
import importlib.metadata as m, importlib.util, platform
found = []
for name in ("apache-airflow", "apache-airflow-core", "apache-airflow-task-sdk"):
    try:
        found.append(m.version(name))
        break
    except m.PackageNotFoundError:
        pass
print(platform.python_version(), importlib.util.find_spec("debugpy") is not None, *found)
`;
