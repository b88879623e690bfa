import { expect, test } from "vitest";

import { withEachId } from "../../cli/run/runArguments.ts";

test.each([
  ["etl.py --task a b --parallel 2", "etl.py --task a --task b --parallel 2"],
  ["etl.py --from a b c", "etl.py --from a --from b --from c"],
  ["etl.py --until a --watch b", "etl.py --until a --watch b"],
  ["--task a etl.py", "--task a etl.py"],
  ["--task a etl.py b", "--task a etl.py b"],
  ["etl.py --task=a,b --dag d", "etl.py --task=a,b --dag d"],
  ["etl.py other.py", "etl.py other.py"],
])("%s means %s", (given, meant) => {
  expect(withEachId(given.split(" ")).join(" ")).toBe(meant);
});
