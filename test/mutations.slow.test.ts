import { expect, test } from "vitest";

import { tokenize } from "../model/python/parser/tokens.ts";
import { allExamples, faultWith, type Example } from "./brokenTexts.ts";
import { mutate, randomOf } from "./randomText.ts";

const rounds = Number(process.env["MUTATIONS"] ?? 20_000);
const perExample = Number(process.env["PER_EXAMPLE"] ?? 12);
const seed = Number(process.env["SEED"] ?? 20_261_125);

/** Reads and checks texts until a few are found to be wrong. */
function faultsOf(texts: Iterable<Example>): string[] {
  const faults: string[] = [];
  let round = 0;
  for (const text of texts) {
    const fault = faultWith(text, round++ % 3 === 0 ? 2 : 3);
    if (fault !== undefined) faults.push(`${text.file}: ${fault}\n${text.text}`);
    if (faults.length >= 5) break;
  }
  return faults;
}

test(`${rounds} broken texts are read and checked without an exception, each within a second`, () => {
  const random = randomOf(seed);
  const examples = allExamples();
  function* texts(): Generator<Example> {
    for (let round = 0; round < rounds; round++) {
      const example = examples[round % examples.length];
      if (example) yield { ...example, text: mutate(example.text, random) };
    }
  }
  expect(faultsOf(texts())).toEqual([]);
}, 1_200_000);

test("so are beginnings of every example, and every example without one of its tokens", () => {
  const random = randomOf(seed + 1);
  function* texts(): Generator<Example> {
    for (const { file, text } of allExamples()) {
      const { starts, ends } = tokenize(text, {
        from: 0,
        to: text.length,
        bracketed: false,
        recover: true,
      });
      for (let at = 0; at < perExample; at++) {
        yield { file, text: text.slice(0, Math.floor(random() * text.length)) };
        const token = Math.floor(random() * starts.length);
        yield { file, text: text.slice(0, starts[token]) + text.slice(ends[token]) };
      }
    }
  }
  expect(faultsOf(texts())).toEqual([]);
}, 1_200_000);
