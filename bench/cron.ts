import { cronWarnings } from "../model/schedule/cronWarnings.ts";
import { describeExpression } from "../model/schedule/describeSchedule.ts";
import { nextFirings } from "../model/schedule/firings.ts";
import { parseCron } from "../model/schedule/parseCron.ts";
import { openZone, utc } from "../model/schedule/timeZone.ts";

const expressions = ["*/5 * * * *", "0 2 * * *", "30 6 * * 1-5", "0 0 1,15 * 1", "0 0 * * 5#2", "0 0 29 2 *", "0 0 30 2 *"]; // prettier-ignore
const after = Date.UTC(2025, 0, 15);

function row(name: string, milliseconds: number, floor: number): void {
  const fine = milliseconds <= floor;
  if (!fine) process.exitCode = 1;
  console.log(`${fine ? "ok    " : "FAILED"} ${name.padEnd(56)} ${milliseconds.toFixed(2)} ms (at most ${floor})`); // prettier-ignore
}

/** Milliseconds for one call, the mean over many. */
function each(times: number, work: (expression: string) => unknown): number {
  for (const expression of expressions) work(expression);
  const started = performance.now();
  for (let round = 0; round < times; round++)
    for (const expression of expressions) work(expression);
  return (performance.now() - started) / (times * expressions.length);
}

const berlin = openZone("Europe/Berlin") ?? utc;

row(
  "parse",
  each(500, (text) => parseCron(text)),
  0.1,
);
row(
  "words",
  each(200, (text) => describeExpression(text)),
  1,
);
row("warnings, with a year of daylight saving", each(200, (text) => {
  const { cron } = parseCron(text);
  return cron && cronWarnings(cron, { zone: berlin, after });
}), 2); // prettier-ignore
row("a zone opened and the next five firings in it", each(50, (text) => {
  const { cron } = parseCron(text);
  return cron && nextFirings(cron, { zone: openZone("Europe/Berlin") ?? utc, after, count: 5 });
}), 10); // prettier-ignore
row("the next 1,000 firings", each(5, (text) => {
  const { cron } = parseCron(text);
  return cron && nextFirings(cron, { zone: berlin, after, count: 1000 });
}), 20); // prettier-ignore
