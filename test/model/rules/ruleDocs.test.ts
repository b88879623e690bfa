import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { ruleDocs } from "../../../model/rules/ruleDocs.ts";

test("the generated pages are up to date (npm run docs:rules)", () => {
  const wanted = ruleDocs();
  const stale = [...wanted].filter(([file, text]) => readFileSync(file, "utf8") !== text);
  expect(stale.map(([file]) => file)).toEqual([]);
  const pages = readdirSync("docs/rules").map((name) => `docs/rules/${name}`);
  expect(pages.filter((page) => !wanted.has(page))).toEqual([]);
});
