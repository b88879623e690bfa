import type { AirflowVersion } from "../readers/reader.ts";
import type { Files } from "./files.ts";

/** The major version that a workspace pins, and the file that says so; undefined when none does. */
export interface PinnedVersion {
  readonly airflow: AirflowVersion;
  readonly file: string;
}

/** Looks for Airflow's version in what a folder says of its dependencies: requirements, project file, Dockerfile. */
export function pinnedAirflow(files: Files, folder: string): PinnedVersion | undefined {
  for (const { name, kind } of files.list(folder) ?? []) {
    if (kind !== "file" || !declares.test(name)) continue;
    const file = folder === "" ? name : `${folder}/${name}`;
    const major = majorIn(files.readText(file) ?? "");
    if (major) return { airflow: major, file };
  }
  return undefined;
}

const declares =
  /^(requirements.*\.(txt|in)|constraints.*\.txt|pyproject\.toml|setup\.(cfg|py)|Pipfile|environment\.ya?ml|Dockerfile.*|docker-compose.*\.ya?ml)$/;

/** `apache-airflow[celery]==2.9.1`, `apache-airflow = "^3.0"`, `FROM apache/airflow:3.1.0-python3.12`. */
const versions = [
  /^[ \t"'-]*apache-airflow(?:-core)?(?:\[[^\]\n]*\])?["' \t]*(?:[=~^><!]=?|=)[=~^><! \t"']*v?([23])(?=[.,"'\s*]|$)/im,
  /\bapache\/airflow:(?:slim-)?v?([23])\b/i,
  /\b(?:astro-)?runtime:(\d+)/i,
];

function majorIn(text: string): AirflowVersion | undefined {
  const [package_, image, astro] = versions.map((version) => version.exec(text)?.[1]);
  const found = package_ ?? image;
  if (found !== undefined) return found === "2" ? 2 : 3;
  // Astro Runtime 4 to 13 carry Airflow 2; from 3.0 on, its versions are Airflow's own.
  if (astro !== undefined) return astro === "3" ? 3 : 2;
  return undefined;
}
