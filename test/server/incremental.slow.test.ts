import { expect, test } from "vitest";

import { EditedWorkspace } from "./editSequences.ts";

const sequences = Number(process.env["SEQUENCES"] ?? 2000);
const seed = Number(process.env["SEED"] ?? 20_261_126);

test(`after each of ${sequences} sequences of edits the server says what it says of the same texts read fresh`, async () => {
  const workspace = await EditedWorkspace.open(seed);
  for (let sequence = 0; sequence < sequences; sequence++) {
    expect(await workspace.difference(), `sequence ${sequence} of seed ${seed}`).toBeUndefined();
  }
  await workspace.close();
}, 1_200_000);
