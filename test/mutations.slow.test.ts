import { expect, test } from "vitest";

import { snapshotOf } from "../model/snapshot/snapshot.ts";
import { mutate, randomOf } from "./randomText.ts";
import { sampleFiles, samples } from "./samples.ts";

const rounds = Number(process.env["MUTATIONS"] ?? 20_000);
const seed = Number(process.env["SEED"] ?? 20_261_125);

test(`${rounds} broken texts are read and checked without an exception, each within a second`, () => {
  const random = randomOf(seed);
  const files = sampleFiles();
  const faults: string[] = [];
  let slowest = 0;
  for (let round = 0; round < rounds && faults.length < 5; round++) {
    const sample = files[round % files.length];
    if (sample === undefined) break;
    const text = mutate(sample.text, random);
    const started = performance.now();
    try {
      const { reading, findings } = snapshotOf({
        file: sample.file,
        text,
        version: round,
        files: samples,
        airflow: round % 3 === 0 ? 2 : 3,
        importRoots: ["airflow", "simple"],
      });
      for (const { span } of [...findings, ...reading.dags]) {
        if (
          span.file === sample.file &&
          !(0 <= span.start && span.start <= span.end && span.end <= text.length)
        ) {
          faults.push(`round ${round}: span ${span.start}-${span.end} in a text of ${text.length}`);
        }
      }
    } catch (error) {
      faults.push(
        `round ${round}, ${sample.file}: ${error instanceof Error ? (error.stack ?? "") : String(error)}`,
      );
    }
    const took = performance.now() - started;
    slowest = Math.max(slowest, took);
    if (took > 1000) faults.push(`round ${round}, ${sample.file}: ${took.toFixed(0)} ms`);
  }
  expect(faults).toEqual([]);
  expect(slowest).toBeGreaterThan(0);
}, 600_000);
