/**
 * Milliseconds that `work` takes: by the clock, or what this process itself has worked if that is less, so that
 * other programs on a busy machine are not counted.
 */
export function time(work: () => unknown): number {
  const cpu = process.cpuUsage();
  const started = performance.now();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(performance.now() - started, (user + system) / 1000);
}

/** The same of work that is waited for. What other processes do for it counts by the clock only. */
export async function timeAsync(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The value below which `share` of the numbers lie. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** A figure with its floor: the bench fails when it is not held. */
export interface Floor {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Prints one figure beside its floor. */
export function row(name: string, value: number, unit: string, floor: Floor = {}): void {
  const { atMost, atLeast } = floor;
  const isHeld = !(value > (atMost ?? Infinity)) && !(value < (atLeast ?? -Infinity));
  const isJudged = atMost !== undefined || atLeast !== undefined;
  if (!isHeld || Number.isNaN(value)) process.exitCode = 1;
  const said =
    atMost !== undefined
      ? `(at most ${atMost})`
      : atLeast !== undefined
        ? `(at least ${atLeast})`
        : "";
  const mark = !isJudged ? "      " : isHeld ? "ok    " : "FAILED";
  console.log(
    `${mark} ${name.padEnd(62)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(2)} ${said}`,
  );
}
