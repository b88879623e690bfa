import { expect, test } from "vitest";

import { loadedTooLong, loadTimeoutOf } from "../../runner/environment.ts";

test("loading may take as long as Airflow's own setting says", () => {
  const seconds = (text?: string): number =>
    loadTimeoutOf({ AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: text }, 30);
  expect([undefined, "", "no", "120", " 2.5 ", "0"].map(seconds)).toEqual([
    30, 30, 30, 120, 2.5, 3600,
  ]);
});

test("a file that cannot be stopped is said to take too long, and what helps", () => {
  expect(loadedTooLong(30)).toMatch(/longer than 30 seconds.*AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT/);
});
