import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { rules } from "../../../model/rules/registry.ts";

test("the page of practices names rules that exist, those in brackets off in the recommended preset", () => {
  const text = readFileSync("docs/practices.md", "utf8");
  const named = [...text.matchAll(/\[(\(?)([a-z-]+)\)?\]\(rules\/([a-z-]+)\.md\)/g)];
  expect(named.length).toBeGreaterThan(30);
  for (const [, bracket, code, page] of named) {
    const rule = rules.find((each) => each.code === code);
    expect([code, page, rule?.code]).toEqual([code, code, code]);
    const isOn = rule?.preset === "errors" || rule?.preset === "recommended";
    expect([code, isOn]).toEqual([code, bracket === ""]);
  }
});
