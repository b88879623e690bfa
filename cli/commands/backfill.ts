import { Runner, type RunOptions } from "../../runner/runner.ts";
import { UsageError, type Command, type Terminal } from "../command.ts";
import { parseOptions } from "../options.ts";
import { durationText } from "../../model/run/durationText.ts";
import { backfillDates, type BackfillDate } from "../run/backfillDates.ts";
import { onInterrupt } from "../run/onInterrupt.ts";
import { formatOf, runFlags, runOptions } from "../run/runArguments.ts";
import { utcText } from "../scheduleOptions.ts";

/** Runs a DAG once for each of its scheduled dates in a range, some at a time. */
export const backfill: Command = {
  name: "backfill",
  summary: "Run a DAG for each scheduled date of a range",
  usage: `dagsight backfill FILE --from-date ISO --to-date ISO [--dag ID] [--at-a-time N] [--backwards] [--dry-run]
                         [--reprocess none|failed|completed] [options of run]`,
  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      ...runFlags,
      "from-date": { type: "string" },
      "to-date": { type: "string" },
      "at-a-time": { type: "string", default: "1" },
      backwards: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      reprocess: { type: "string", default: "none" },
    });
    const options = await runOptions(values, positionals, terminal);
    const range = { from: values["from-date"], to: values["to-date"] };
    const all = backfillDates(options, range, terminal);
    const runner = new Runner();
    try {
      const todo = withoutDone(runner, options, all.dates, reprocessOf(values.reprocess));
      const dates = values.backwards ? todo.toReversed() : todo;
      const job: Job = {
        runner,
        options: { ...options, dagId: all.dagId },
        terminal,
        json: formatOf(values.format) === "json",
      };
      if (values["dry-run"]) return preview(dates, job);
      return await runAll(dates, atATime(values["at-a-time"]), job);
    } finally {
      await runner.dispose();
    }
  },
};

interface Job {
  readonly runner: Runner;
  readonly options: RunOptions;
  readonly terminal: Terminal;
  readonly json: boolean;
}

function preview(dates: readonly BackfillDate[], { terminal, json }: Job): number {
  if (json) terminal.out(`${JSON.stringify({ dates: dates.map(({ at }) => utcText(at)) })}\n`);
  else terminal.out(dates.map(({ at }) => `${utcText(at)}\n`).join("") || "Nothing to run.\n");
  return 0;
}

/** So many at a time; Ctrl-C ends those that run and starts no more. */
async function runAll(dates: readonly BackfillDate[], workers: number, job: Job): Promise<number> {
  const waiting = [...dates];
  const failures: BackfillDate[] = [];
  const forget = onInterrupt(() => {
    waiting.length = 0;
  });
  let ended = 0;
  const work = async (): Promise<void> => {
    for (let date = waiting.shift(); date; date = waiting.shift()) {
      ended++;
      if (!(await runOne(date, job))) failures.push(date);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  forget();
  const { terminal, json } = job;
  const failed = failures.length;
  const summary = { kind: "backfill", runs: ended, failed, notRun: dates.length - ended };
  const left = summary.notRun > 0 ? `, ${summary.notRun} not run` : "";
  terminal.out(json ? `${JSON.stringify(summary)}\n` : `${ended} runs, ${failed} failed${left}.\n`);
  return failed > 0 || summary.notRun > 0 ? 1 : 0;
}

async function runOne(date: BackfillDate, job: Job): Promise<boolean> {
  const { runner, options, terminal, json } = job;
  const handle = runner.startRun(
    { ...options, logicalDate: date.at, interval: date.interval, runType: "backfill" },
    () => undefined,
  );
  const forget = onInterrupt(() => {
    handle.cancel("Cancelled by the user.");
  });
  const state = await handle.done;
  forget();
  const took = durationText((state.endedAt ?? state.startedAt) - state.startedAt);
  const why = state.reason === null ? "" : `  ${state.reason}`;
  terminal.out(
    json
      ? `${JSON.stringify({ logicalDate: utcText(date.at), ...state.summary })}\n`
      : `${utcText(date.at)}  ${state.result ?? ""}  ${took}${why}\n`,
  );
  return state.result === "success";
}

/** Dates that have a run already are left out, as far as the user wants. */
function withoutDone(
  runner: Runner,
  options: RunOptions,
  dates: readonly BackfillDate[],
  reprocess: "none" | "failed" | "completed",
): readonly BackfillDate[] {
  if (reprocess === "completed" || options.runsFolder === null) return dates;
  const done = runner
    .history(options.runsFolder, 10_000)
    .filter(({ runId }) => runId.startsWith("backfill__"))
    .filter(({ result }) => result === "success" || (reprocess === "none" && result === "failed"))
    .map(({ dagId, logicalDate }) => `${dagId ?? ""} ${Date.parse(logicalDate ?? "")}`);
  const known = new Set(done);
  return dates.filter(({ dagId, at }) => !known.has(`${dagId} ${at}`));
}

function reprocessOf(text: string): "none" | "failed" | "completed" {
  if (text === "none" || text === "failed" || text === "completed") return text;
  throw new UsageError(`--reprocess takes none, failed or completed, not "${text}".`);
}

function atATime(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 8) return number;
  throw new UsageError(`--at-a-time takes a number from 1 to 8, not "${text}".`);
}
