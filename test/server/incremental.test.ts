import { expect, test } from "vitest";

import { EditedWorkspace } from "./editSequences.ts";

test("after any edits the server says what it says of the same texts read fresh", async () => {
  const workspace = await EditedWorkspace.open(7);
  for (let round = 0; round < 5; round++) expect(await workspace.difference()).toBeUndefined();
  await workspace.close();
});
