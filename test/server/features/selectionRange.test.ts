import { expect, test } from "vitest";

import { offsetAt } from "../../../model/text/lineIndex.ts";
import { selectionAt } from "../../../server/features/selectionRange.ts";
import { ask } from "../ask.ts";

test("a selection widens from the id to its string, argument, call and statement", async () => {
  const { question } = await ask('x = EmptyOperator(task_id="lo<|>ad")\n');
  const { text, lines } = question.snapshot;
  const widening: string[] = [];
  for (
    let at: ReturnType<typeof selectionAt> | undefined = selectionAt(question, question.offset);
    at;
    at = at.parent
  ) {
    const { start, end } = at.range;
    widening.push(text.slice(offsetAt(lines, start), offsetAt(lines, end)));
  }
  expect(widening).toEqual([
    "load",
    '"load"',
    'task_id="load"',
    'EmptyOperator(task_id="load")',
    'x = EmptyOperator(task_id="load")',
    'x = EmptyOperator(task_id="load")\n',
  ]);
});
