import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

test("what menus and empty views go by is set somewhere, and all that is set is gone by", () => {
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as {
    contributes: unknown;
  };
  const conditions = JSON.stringify(contributes).matchAll(/"when":"([^"]*)"/g);
  const used = new Set<string>();
  for (const [, when = ""] of conditions)
    for (const [key] of when.matchAll(/(?<![\w.'])dagsight\.\w+/g)) used.add(key);
  for (const view of ["dagsight.dags", "dagsight.runs", "dagsight.graph"]) used.delete(view);
  const set = new Set<string>();
  for (const file of readdirSync("client", { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(`client/${file}`, "utf8");
    for (const [, key = ""] of text.matchAll(/"setContext",\s*"([\w.]+)"/g)) set.add(key);
  }
  expect([...used].sort()).toEqual([...set].sort());
});
