import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 optimise a function only when it has run eight times as much of it as it would by itself. What it makes for the first
 * file is seldom done before that file is, and takes the time of the processor: 1,000 tasks are first checked in two thirds of
 * the time. From V8 12 on there is a quick compiler in between, and nothing to gain.
 * Before a program is read, since V8 takes back only code that was made under the same flags.
 */
export function optimiseLater(): void {
  setBudget(540_000);
}

/** Lets V8 optimise as it does by itself: what goes on longer than a first file is faster for it, by a sixth. */
export function optimiseAsUsual(): void {
  setBudget(67_584);
}

function setBudget(bytes: number): void {
  if (process.versions.v8.startsWith("11.")) setFlagsFromString(`--interrupt-budget=${bytes}`);
}
