import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { reduce, unopened } from "../../model/run/state.ts";
import { readEvents, recordedRuns, removeOldRuns, RunRecord } from "../../runner/record.ts";
import { Runner } from "../../runner/runner.ts";
import { dagOf } from "../model/run/dags.ts";
import { FakeBridge, fakeOptions } from "./fakeBridge.ts";

test("a record that was cut off at any byte is read as far as it goes", async () => {
  const runsFolder = join(mkdtempSync(join(tmpdir(), "record-")), ".dagsight", "runs");
  const bridge = new FakeBridge(dagOf({ a: {}, b: { upstream: ["a"] } }));
  const runner = new Runner(bridge.ports);
  const state = await bridge.drive(
    runner.startRun(fakeOptions({ runsFolder }), () => undefined).done,
  );
  const file = join(state.folder ?? "", "events.jsonl");
  const whole = readFileSync(file);
  const all = readEvents(state.folder ?? "");
  expect(all.at(-1)?.kind).toBe("summary");
  // The last byte only ends the line: a record without it is whole.
  for (let end = 0; end < whole.length - 1; end += 13) {
    writeFileSync(file, whole.subarray(0, end));
    const events = readEvents(state.folder ?? "");
    expect(events).toEqual(all.slice(0, events.length));
    expect(events.reduce(reduce, unopened).phase).not.toBe("done");
  }
  expect(runner.history(runsFolder)).toHaveLength(1);
});

test("runs of the same name get numbers, and the oldest go first", () => {
  const runsFolder = join(mkdtempSync(join(tmpdir(), "record-")), ".dagsight", "runs");
  const records = [1, 2, 3].map(() =>
    RunRecord.create(runsFolder, "manual__2024-01-01T00:00:00+00:00"),
  );
  expect(records.map((record) => record.runId.slice(-3))).toEqual([":00", "0_2", "0_3"]);
  for (const record of records) record.close();
  const limits = { runs: 1, bytes: 1e9, ageMs: 1e9 };
  removeOldRuns(runsFolder, limits, Date.now() + 120_000, new Set([records[0]?.folder ?? ""]));
  expect(recordedRuns(runsFolder)).toHaveLength(2);
  removeOldRuns(runsFolder, limits, Date.now() + 120_000, new Set());
  expect(recordedRuns(runsFolder)).toHaveLength(1);
});
