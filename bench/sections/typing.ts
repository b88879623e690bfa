import { generatedDag } from "../../test/server/generatedDag.ts";
import { TestEditor } from "../../test/server/languageClient.ts";
import { median, quantile, row } from "../measure.ts";

const file = "dags/large.py";

/** From a key to its problems, through the Language Server Protocol, in a file of 300 tasks. */
export async function typing(): Promise<void> {
  const text = generatedDag(300);
  const editor = await TestEditor.open(new Map([[file, text]]));
  await editor.openDocument(file, text);
  await editor.problems(file, () => true);
  const line = text.split("\n").length - 1;
  const times: number[] = [];
  for (let round = 0; round < 200; round++) {
    const published = editor.nextProblems(file);
    const cpu = process.cpuUsage();
    const at = { line, character: round };
    await editor.change(file, round + 2, [{ range: { start: at, end: at }, text: "#" }]);
    await published;
    // The wait after the last key is not work.
    const { user, system } = process.cpuUsage(cpu);
    if (round >= 80) times.push((user + system) / 1000);
  }
  await editor.close();
  row("key → problems in the server, 300 tasks, median", median(times), "ms");
  row("key → problems in the server, 300 tasks, 95th percentile", quantile(times, 0.95), "ms", {
    atMost: 16,
  });
}
