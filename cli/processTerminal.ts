import { fstatSync, statSync, writeSync } from "node:fs";

import type { Terminal } from "./command.ts";

/**
 * Where this process speaks. Files and pipes are written at once and in full: to load what Node's streams need takes
 * as long as to check a file. Consoles, and all of Windows, are left to the streams.
 */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    get isInteractive() {
      return !isPlain(1) && process.stdout.isTTY;
    },
    out: writer(1, standardOutput),
    err: writer(2, () => process.stderr),
  };
}

function writer(fd: number, stream: () => NodeJS.WriteStream): (text: string) => void {
  let isAtOnce: boolean | undefined;
  return (text) => {
    isAtOnce ??= isPlain(fd);
    const rest = isAtOnce ? leftOf(Buffer.from(text), fd) : text;
    if (rest.length === 0) return;
    // A pipe that takes no more for now. What follows stays behind it.
    isAtOnce = false;
    stream().write(rest);
  };
}

/** Whether this is surely no console. */
function isPlain(fd: number): boolean {
  if (process.platform === "win32") return false;
  const stat = fstatSync(fd);
  return !stat.isCharacterDevice() || stat.rdev === statSync("/dev/null").rdev;
}

/** Writes; answers what the other side does not take for now. */
function leftOf(bytes: Uint8Array, fd: number): Uint8Array {
  let left = bytes;
  try {
    while (left.length > 0) left = left.subarray(writeSync(fd, left));
  } catch (error) {
    if (isError(error, "EPIPE")) return left.subarray(left.length);
    if (!isError(error, "EAGAIN")) throw error;
  }
  return left;
}

let isHeard = false;

function standardOutput(): NodeJS.WriteStream {
  if (isHeard) return process.stdout;
  isHeard = true;
  // Whoever reads may stop early (`| head`): a run goes on to its end, unheard.
  return process.stdout.on("error", (error) => {
    if (!isError(error, "EPIPE")) throw error;
  });
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
