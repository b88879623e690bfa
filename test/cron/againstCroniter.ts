import { readFileSync } from "node:fs";

import type { Schedule, Timing } from "../../model/dag/schedule.ts";
import { isRandom } from "../../model/schedule/cronExpression.ts";
import { cronParserFirings } from "../../model/schedule/cronParserFirings.ts";
import { zonedFirings } from "../../model/schedule/firings.ts";
import { nextRuns } from "../../model/schedule/nextRuns.ts";
import { parseCron } from "../../model/schedule/parseCron.ts";
import { openZone, utc, type TimeZone } from "../../model/schedule/timeZone.ts";
import { wallClockFirings } from "../../model/schedule/wallClockFirings.ts";
import truth from "../model/schedule/cronTruth.json" with { type: "json" };
import { randomOf } from "../randomText.ts";
import { wordsFor } from "./wordsFor.ts";
import { startJudge, type Judge } from "./judge.ts";
import { randomCron } from "./randomCron.ts";
import { randomTiming } from "./randomTiming.ts";

const [given = "{}", rounds = "20000", seed = "7"] = process.argv.slice(2);

/** What scripts/cron/test.mjs found: Pythons and the scripts to ask them with. */
interface Judges {
  readonly inCi?: boolean;
  readonly croniter?: { readonly python: string; readonly script: string };
  readonly airflow?: readonly {
    readonly version: 2 | 3;
    readonly python: string;
    readonly script: string;
  }[];
}

const judges = JSON.parse(given) as Judges;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

let passed = 0;
let failed = 0;

/** Counts one comparison; the first few that fail are printed. */
function tally(name: string, ours: unknown, theirs: unknown): void {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a === b) {
    passed += 1;
    return;
  }
  failed += 1;
  if (failed <= 20) say(`DIFFERS ${name}\n  ours     ${a}\n  croniter ${b}`);
}

interface Answer {
  readonly valid: boolean;
  readonly next: readonly number[];
  readonly previous: number | null;
}

interface Question {
  readonly expression: string;
  readonly zone: string;
  readonly after: number;
  readonly count: number;
}

/** Our answer, by our own iteration or by cron-parser where that is asked at all. */
function ourAnswer(question: Question, zone: TimeZone, byCronParser: boolean): Answer | undefined {
  const { cron } = parseCron(question.expression);
  if (!cron) return byCronParser ? undefined : { valid: false, next: [], previous: null };
  const engine = byCronParser ? cronParserFirings(cron) : wallClockFirings(cron);
  if (!engine) return undefined;
  const firings = zonedFirings(cron, zone, engine);
  const next: number[] = [];
  for (let at = firings.after(question.after); at !== undefined && next.length < question.count;) {
    next.push(at);
    at = firings.after(at);
  }
  return { valid: true, next, previous: firings.before(question.after) ?? null };
}

async function compare(judge: Judge, question: Question, zone: TimeZone): Promise<void> {
  const { expression } = question;
  const theirs = (await judge.ask(question)) as Answer;
  const { cron } = parseCron(expression);
  const name = `${JSON.stringify(expression)} in ${question.zone} after ${new Date(question.after).toISOString()}`;
  if (cron && isRandom(cron)) {
    tally(name, true, theirs.valid);
    return;
  }
  tally(name, ourAnswer(question, zone, false), theirs);
  const other = ourAnswer({ ...question, count: 3 }, zone, true);
  if (other) tally(`${name} by cron-parser`, other, { ...theirs, next: theirs.next.slice(0, 3) });
}

/** The zones of this Node for which the judge has the same offsets: two releases of the zone data may differ. */
async function sharedZones(judge: Judge): Promise<readonly TimeZone[]> {
  const years = [1990, 2060] as const;
  const shared: TimeZone[] = [utc];
  const different: string[] = [];
  const random = randomOf(Number(seed));
  const names = Intl.supportedValuesOf("timeZone").filter(() => random() < 0.3);
  for (const name of [
    ...names,
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Africa/Cairo",
  ]) {
    const zone = openZone(name);
    if (!zone) continue;
    const theirs = (await judge.ask({ changes: name, years })) as readonly number[];
    const from = Date.UTC(years[0], 0, 1, 12);
    const same =
      theirs.length > 0 &&
      theirs.every((offset, index) => zone.offsetAt(from + index * 259_200_000) === offset * 1000);
    if (same) shared.push(zone);
    else different.push(name);
  }
  const note =
    different.length > 0 ? `; left out, as their data differs: ${different.join(", ")}` : "";
  say(`${shared.length} zones${note}`);
  return shared;
}

async function differential(judge: Judge): Promise<void> {
  const zones = await sharedZones(judge);
  const random = randomOf(Number(seed));
  const pending: Promise<void>[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const expression = randomCron(random);
    const zone = zones[Math.floor(random() * zones.length)] ?? utc;
    const seconds = Math.floor(random() * 1_800_000_000);
    const after =
      Date.UTC(1996, 0, 1) + (random() < 0.5 ? seconds : seconds - (seconds % 3600)) * 1000;
    pending.push(compare(judge, { expression, zone: zone.name, after, count: 6 }, zone));
    if (pending.length >= 200) await Promise.all(pending.splice(0));
  }
  await Promise.all(pending);
}

/** The 265 expressions over 50 firings, from one base. */
async function knownExpressions(judge: Judge): Promise<void> {
  const after = Date.parse("2025-01-15T00:00:00Z");
  for (const { expression } of truth.expressions) {
    if (expression === "@once" || expression === "@continuous") continue;
    await compare(judge, { expression, zone: "UTC", after, count: 50 }, utc);
  }
}

/** How many times faster than croniter the next 1,000 firings are found, in all, without zones. */
async function speed(judge: Judge): Promise<void> {
  const expressions = ["* * * * *", "*/5 * * * *", "0 2 * * *", "30 6 * * 1-5", "0 0 1 * *", "0 0 1,15 * 1", "0 0 l * *", "0 0 * * 5#2"]; // prettier-ignore
  const theirs = (await judge.ask({ speed: expressions, count: 1000 })) as number;
  const started = performance.now();
  for (const expression of expressions) {
    const { cron } = parseCron(expression);
    if (!cron) continue;
    const firings = zonedFirings(cron, utc);
    let at: number | undefined = Date.parse("2025-01-15T00:00:00Z");
    for (let count = 0; count < 1000 && at !== undefined; count++) at = firings.after(at);
  }
  const ours = (performance.now() - started) / 1000;
  const ratio = theirs / ours;
  say(`next 1,000 firings of ${expressions.length} expressions: croniter ${(theirs * 1000).toFixed(0)} ms, ours ${(ours * 1000).toFixed(1)} ms: ${ratio.toFixed(0)} times faster`); // prettier-ignore
  tally("five times as fast as croniter", ratio >= 5, true);
}

/** What needs no croniter: its recorded verdicts, and the changes of offset. */
function recorded(): void {
  const base = Date.parse("2025-01-15T00:00:00Z");
  const iso = (times: readonly number[]): readonly string[] =>
    times.map((time) => new Date(time).toISOString().replace(".000Z", "Z"));
  for (const { expression, accepted, next } of truth.expressions) {
    const special = expression === "@once" || expression === "@continuous";
    tally(
      `validity of ${expression}`,
      special || parseCron(expression).cron !== undefined,
      accepted,
    );
    if (!accepted || !next) continue;
    const question = { expression, zone: "UTC", after: base, count: 5 };
    tally(`times of ${expression}`, iso(ourAnswer(question, utc, false)?.next ?? []), next);
  }
  const golden = readFileSync("test/model/schedule/golden/cronText.txt", "utf8").split("\n");
  for (const { expression } of truth.expressions) {
    const line = `${JSON.stringify(expression)}: ${wordsFor(expression)}`;
    tally(`words for ${expression}`, golden.includes(line) ? line : "not reviewed", line);
  }
  for (const { expression, zone: name, after, next } of truth.dst) {
    const zone = openZone(name);
    if (!zone) continue;
    const question = { expression, zone: name, after: Date.parse(after), count: 6 };
    tally(
      `${expression} in ${name} after ${after}`,
      iso(ourAnswer(question, zone, false)?.next ?? []),
      next,
    );
  }
}

/** Runs against the timetables of a real Airflow. */
async function timetables(airflow: 2 | 3, judge: Judge): Promise<void> {
  const random = randomOf(Number(seed));
  const before = passed;
  for (let round = 0; round < 600; round++) {
    const { timetable, earliest, latest, catchup, after } = randomTiming(random, airflow);
    const zoned = (epochMs: number | null): Timing["startDate"] => epochMs === null ? null : { epochMs, zone: "UTC" }; // prettier-ignore
    const base = { certainty: "certain", span: undefined } as const;
    const schedule: Schedule =
      timetable.kind === "once"
        ? { ...base, kind: "once" }
        : { ...base, kind: "timetable", expression: "X()", timezone: null, timetable };
    const timing = { schedule, startDate: zoned(earliest), endDate: zoned(latest), catchup, timezone: "UTC" }; // prettier-ignore
    const found = nextRuns(timing, { after, count: 4, airflow, mostDue: 500 });
    const runs = found.dueIsMore ? [] : found.runs.map((run) => [run.runAfter, run.logicalDate, ...run.dataInterval]); // prettier-ignore
    const question = { timetable, earliest, latest, catchup, after, most: 500 };
    const theirs = await judge.ask(question);
    tally(`runs of ${JSON.stringify(question)}`, { due: found.due, more: found.dueIsMore, runs }, theirs); // prettier-ignore
  }
  say(`timetables of Airflow ${airflow}: ${passed - before} of 600 hold`);
}

async function main(): Promise<void> {
  recorded();
  say(`recorded verdicts of croniter 7.0.0: ${passed} hold, ${failed} do not`);
  if (judges.croniter) {
    const judge = startJudge(judges.croniter.python, judges.croniter.script);
    await knownExpressions(judge);
    say(`and the 265 expressions over 50 firings: ${passed} hold, ${failed} do not`);
    await differential(judge);
    await speed(judge);
    judge.close();
  } else if (judges.inCi) failed += 1;
  for (const { version, python, script } of judges.airflow ?? []) {
    const judge = startJudge(python, script);
    await timetables(version, judge);
    judge.close();
  }
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

void main();
