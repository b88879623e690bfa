import { expect, test } from "vitest";

import { settingsFault } from "../../client/runs/settingsFault.ts";

test.each([
  [8, {}, undefined],
  [1, { database: 2, api: 1 }, undefined],
  [0, {}, "dagsight.run.parallel must be a whole number from 1, not 0."],
  [2.5, {}, "dagsight.run.parallel must be a whole number from 1, not 2.5."],
  ["4", {}, 'dagsight.run.parallel must be a whole number from 1, not "4".'],
  [null, {}, "dagsight.run.parallel must be a whole number from 1, not null."],
  [
    8,
    { database: 0 },
    "dagsight.run.pools must give the pool database a whole number of slots from 1, not 0.",
  ],
  [
    8,
    { api: 1, database: "2" },
    'dagsight.run.pools must give the pool database a whole number of slots from 1, not "2".',
  ],
  [8, ["database"], 'dagsight.run.pools must name pools with their slots, not ["database"].'],
])("settings that nothing can run with are told: %j, %j", (parallel, pools, text) => {
  expect(settingsFault(parallel, pools)?.text).toBe(text);
});
