import { execFileSync } from "node:child_process";

/** Ids of the processes whose command line begins so; of this process's own children only, if `children`. */
export function processesOf(command: string, children = false): number[] {
  const parent = children ? ["-P", String(process.pid)] : [];
  try {
    return execFileSync("pgrep", [...parent, "-f", command], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number);
  } catch {
    return []; // pgrep finds none.
  }
}
