import { expect, test } from "vitest";

import { surelyLacks } from "../../../model/python/stdlib/moduleMembers.ts";

test.each([
  ["collections", "Mapping"], // until Python 3.9
  ["collections", "abc"],
  ["math", "cbrt"], // since Python 3.11
  ["os", "startfile"], // on Windows
  ["os", "EX_OK"], // not on Windows
  ["itertools", "batched"],
  ["json", "__version__"],
  ["company", "anything"],
])("%s.%s may be there in some Python that runs Airflow", (module, name) => {
  expect(surelyLacks(module, name)).toBe(false);
});

test.each([
  ["collections", "mapping"],
  ["itertools", "izip"],
  ["time", "clock"],
  ["datetime.timedelta", "day"],
])("%s.%s is in none", (module, name) => {
  expect(surelyLacks(module, name)).toBe(true);
});
