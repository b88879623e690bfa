// What the scripts share: running a command with progress, and the two numbers that every suite ends with.
import { spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/**
 * Runs a command in the project's folder, shows its output and answers what it printed.
 * @param {string[]} command
 * @param {{ env?: Record<string, string>, quiet?: boolean, held?: boolean, cwd?: string }} [options] quiet: show the output
 *   only if it fails; held: show it when the command has ended, since others write beside it
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function run(
  [program, ...args],
  { env = {}, quiet = false, held = false, cwd = root } = {},
) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && program === "npm",
    });
    let output = "";
    const hear = (stream) => (chunk) => {
      output += chunk;
      if (!quiet && !held) stream.write(chunk);
    };
    child.stdout.on("data", hear(process.stdout));
    child.stderr.on("data", hear(process.stderr));
    const end = (code) => {
      if (quiet && code !== 0) process.stdout.write(output);
      resolve({ code, output, seconds: (Date.now() - started) / 1000 });
    };
    child.on("error", (error) => {
      output += String(error);
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

/**
 * The last `N passed, N failed` of an output, if there is one.
 * @param {string} output
 * @returns {{ passed: number, failed: number } | undefined}
 */
export function countsOf(output) {
  const last = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  return last && { passed: Number(last[1]), failed: Number(last[2]) };
}
