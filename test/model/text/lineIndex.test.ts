import { expect, test } from "vitest";

import { lineIndexOf } from "../../../model/text/lineIndex.ts";

test("Lines end at every kind of line end, also where the kinds are mixed", () => {
  const kinds = ["", "a", "\n", "\r", "\r\n", "bc"];
  for (const first of kinds)
    for (const second of kinds)
      for (const third of kinds)
        for (const fourth of kinds) {
          const text = first + second + third + fourth;
          const ends = [...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length);
          expect(lineIndexOf(text), JSON.stringify(text)).toEqual({
            starts: [0, ...ends],
            length: text.length,
          });
        }
});
