import { expect, test } from "vitest";

import { validateCron } from "../../../model/schedule/validateCron.ts";

test("schedules that Airflow compares exactly are no cron", () => {
  expect(validateCron("@once")).toBeUndefined();
  expect(validateCron("@continuous")).toBeUndefined();
  expect(validateCron("@Once")?.suggestion).toBe("@once");
  expect(validateCron("0 2 * * *")).toBeUndefined();
});
