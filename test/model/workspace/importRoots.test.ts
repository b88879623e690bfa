import { expect, test } from "vitest";

import { importRoots } from "../../../model/workspace/importRoots.ts";
import { filesOf } from "../rules/checkText.ts";

const files = filesOf(
  new Map([
    ["platform/plugins/ops.py", ""],
    ["platform/dags/sales/dags/daily.py", ""],
    ["src/company/etl.py", ""],
    ["flow.py", ""],
  ]),
);

test("dags folders around the file, the root, what holds them, plugins and src beside", () => {
  expect(importRoots(files, "platform/dags/sales/dags/daily.py")).toEqual([
    "platform/dags/sales/dags",
    "platform/dags",
    "",
    "platform/dags/sales",
    "platform",
    "src",
    "platform/plugins",
  ]);
});

test("a file in no dags folder: the workspace is the dags folder, before the file's own", () => {
  expect(importRoots(files, "waste/waste.py")).toEqual(["", "waste", "src"]);
});

test("a file at the root", () => {
  expect(importRoots(files, "flow.py")).toEqual(["", "src"]);
});

test("the dags folder that is set comes first", () => {
  expect(importRoots(files, "flow.py", "platform/dags")).toEqual([
    "platform/dags",
    "",
    "platform",
    "src",
    "platform/plugins",
  ]);
});
