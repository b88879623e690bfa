import { expect, test } from "vitest";

import { UsageError } from "../../cli/command.ts";
import { cron } from "../../cli/commands/cron.ts";

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const terminal = {
    cwd: "/",
    env: {},
    isInteractive: false,
    out: (text: string) => (out += text),
    err: () => undefined,
  };
  return { code: await cron.run(args, terminal), out };
}

test("JSON is the contract of docs/cli.md", async () => {
  const args = ["--after", "2024-01-31T12:00:00Z", "--count", "2", "--format", "json"];
  const { code, out } = await run("0 0 1 * 1", ...args);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    expression: "0 0 1 * 1",
    valid: true,
    error: null,
    suggestion: null,
    text: "At 00:00, on day 1 of the month or on Monday",
    warnings: [{ code: "cron-dom-or-dow", message: expect.stringContaining("OR") as string }],
    next: ["2024-02-01T00:00:00Z", "2024-02-05T00:00:00Z"],
  });
});

test("a zone is named, and its firings are shown on its clock", async () => {
  const { out } = await run("30 2 * * *", "--timezone", "Europe/Berlin", "--after", "2025-03-29T12:00", "--count", "2"); // prettier-ignore
  expect(out).toBe(
    [
      "At 02:30, every day (Europe/Berlin)",
      "Note: 2025-03-30 02:30 does not exist in Europe/Berlin, where the clocks go forward: that run starts at 03:30.",
      "Note: 2025-10-26 02:30 occurs twice in Europe/Berlin, where the clocks go back: it runs once, at the second.",
      "Next, in Europe/Berlin:",
      "  Sun 2025-03-30 03:30 +02:00",
      "  Mon 2025-03-31 02:30 +02:00",
      "",
    ].join("\n"),
  );
});

test("a refused expression ends with 1 and says what to write", async () => {
  expect(await run("@dialy")).toEqual({
    code: 1,
    out: '"@dialy" is not a preset of Airflow. Did you mean "@daily"?\nWrite instead: @daily\n',
  });
  expect((await run("-5 * * * *", "--format", "json")).out).toContain("negative");
  expect((await run("@continuous")).out).toContain("max_active_runs=1");
  expect((await run("@once")).out).toBe("Once, as soon as the start date has come\n");
});

test.each([
  [[], "needs an expression"],
  [["0", "2", "*", "*", "*"], "in quotes"],
  [["@daily", "--timezone", "Mars"], "no time zone"],
  [["@daily", "--after", "soon"], "--after takes a time"],
  [["@daily", "--count", "many"], "--count takes"],
  [["@daily", "--format", "xml"], "no format"],
  [["@daily", "--airflow", "1"], "2 or 3"],
])("%j is wrong usage", async (args, message) => {
  const failed = run(...args);
  await expect(failed).rejects.toThrow(UsageError);
  await expect(failed).rejects.toThrow(message);
});
