import { expect, test } from "vitest";

import { nearest } from "../../../model/text/nearest.ts";

test.each([
  ["trasnform", ["extract", "transform", "load"], "transform"],
  ["all_sucess", ["all_success", "all_done", "one_success"], "all_success"],
  ["Extract", ["extract"], "extract"],
  ["lod", ["load", "log"], "load"],
  ["x", ["load"], undefined],
  ["load", ["load"], undefined],
  ["send_mail", ["notify", "report"], undefined],
])("nearest to %s in %j is %s", (word, candidates, answer) => {
  expect(nearest(word, candidates)).toBe(answer);
});
