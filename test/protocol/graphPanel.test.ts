import { expect, test } from "vitest";

import { dispatch, type FromPanel, type Handlers } from "../../protocol/graphPanel.ts";
import { graphPanelHtml } from "../../protocol/graphPanelHtml.ts";

type Two = Extract<FromPanel, { kind: "pickDag" | "copy" }>;

test("a message reaches the handler of its kind, and nothing else reaches any", () => {
  const seen: string[] = [];
  const handlers: Handlers<Two> = {
    pickDag: ({ dagId }) => seen.push(dagId),
    copy: ({ text }) => seen.push(text),
  };
  expect(dispatch(handlers, { kind: "pickDag", dagId: "etl" })).toBe(true);
  for (const wrong of [undefined, null, 1, "copy", {}, { kind: 1 }, { kind: "toString" }])
    expect(dispatch(handlers, wrong)).toBe(false);
  expect(seen).toEqual(["etl"]);
});

test("the panel's page allows nothing but our own script and sheet, and quotes their addresses", () => {
  const page = graphPanelHtml({ script: 'x"><script>', style: "y", nonce: "n0" });
  expect(page).toContain("default-src 'none'; script-src 'nonce-n0'; style-src 'nonce-n0'");
  expect(page).not.toMatch(/unsafe|https?:/);
  expect(page).toContain('src="x&quot;>&lt;script>"');
});
