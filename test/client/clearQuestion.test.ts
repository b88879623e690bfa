import { expect, test } from "vitest";

import { clearQuestion } from "../../client/runs/clearQuestion.ts";

test("before runs are forgotten it is asked how many, and what the filter hides is told", () => {
  expect(clearQuestion({ ended: 1, shown: 1 })).toEqual({
    message: "Remove the run that has ended, with its logs?",
    detail: "This cannot be undone. DAG files are not touched.",
    shown: undefined,
    all: "Remove",
  });
  expect(clearQuestion({ ended: 5, shown: 5 })).toMatchObject({
    message: "Remove all 5 runs that have ended, with their logs?",
    shown: undefined,
    all: "Remove All 5",
  });
  expect(clearQuestion({ ended: 5, shown: 2 })).toMatchObject({
    detail: "The filter hides 3 of them. This cannot be undone. DAG files are not touched.",
    shown: "Remove 2 Shown",
    all: "Remove All 5",
  });
  expect(clearQuestion({ ended: 2, shown: 0 })).toMatchObject({
    detail: "The filter hides both of them. This cannot be undone. DAG files are not touched.",
    shown: undefined,
  });
});
