import { expect, test } from "vitest";

import { gitIgnored } from "../../../model/workspace/gitIgnored.ts";

test("git ignores what a .gitignore above it says, and the one nearest to it has the last word", () => {
  const ignored = (path: string, files: Readonly<Record<string, string>>): boolean =>
    gitIgnored(path, (name) => files[name]);
  expect(ignored("local.yaml", {})).toBe(false);
  expect(ignored("local.yaml", { ".gitignore": "/local.yaml\n" })).toBe(true);
  expect(ignored("conf/local.yaml", { ".gitignore": "conf/\n" })).toBe(true);
  expect(ignored("conf/local.yaml", { "conf/.gitignore": "*.yaml\n" })).toBe(true);
  const both = { ".gitignore": "*.yaml\n", "conf/.gitignore": "!local.yaml\n" };
  expect(ignored("conf/local.yaml", both)).toBe(false);
});
