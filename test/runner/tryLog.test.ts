import { expect, test } from "vitest";

import { logLine } from "../../runner/tryLog.ts";

test("a record names the user's own file whole, and others as Airflow does", () => {
  const line = (filename: string): string =>
    logLine({ timestamp: "T", level: "info", event: "hello", filename, lineno: 3 });
  expect(line("/w/dags/etl.py")).toBe("[T] {/w/dags/etl.py:3} INFO - hello");
  expect(line("/w/.venv/lib/python3.11/site-packages/airflow/a.py")).toBe(
    "[T] {a.py:3} INFO - hello",
  );
  expect(line("/x/runner/python/airflow_lite/runtime/execute.py")).toBe(
    "[T] {execute.py:3} INFO - hello",
  );
  expect(line("C:\\py\\lib\\python3.11\\logging\\a.py")).toBe("[T] {a.py:3} INFO - hello");
});
