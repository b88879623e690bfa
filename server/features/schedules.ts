import type { Dag } from "../../model/dag/dag.ts";
import { commonSchedules } from "../../model/schedule/commonSchedules.ts";
import { describeExpression } from "../../model/schedule/describeSchedule.ts";
import { nextFirings } from "../../model/schedule/firings.ts";
import { parseCron } from "../../model/schedule/parseCron.ts";
import { openZone, utc } from "../../model/schedule/timeZone.ts";
import { validateCron } from "../../model/schedule/validateCron.ts";
import {
  scheduleChoicesRequest,
  schedulePlaceRequest,
  type ScheduleChoice,
  type ScheduleTarget,
} from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import { rangeOf, type Question } from "../question.ts";
import { cronOfTimetable, scheduleAt } from "../scheduleAt.ts";
import { timeIn } from "../words/times.ts";

const shownFirings = 3;

/** What the schedule picker asks for: where the schedule is written, and what each text would mean. */
export const schedules: Feature = {
  capabilities: {},
  attach(connection, session) {
    connection.onRequest(schedulePlaceRequest, ({ uri, dagId, position }, token) => {
      const asked = { textDocument: { uri }, ...(position ? { position } : {}) };
      return session.answer("schedule", asked, token, (question) =>
        position ? scheduleTargetAt(question) : scheduleTargetOf(question, dagId),
      );
    });
    connection.onRequest(
      scheduleChoicesRequest,
      ({ typed, timezone }, token) =>
        session.fenced("schedule choices", token, () =>
          scheduleChoices(typed, timezone, session.now),
        ) ?? [],
    );
  },
};

/** The schedule at the cursor. */
export function scheduleTargetAt(question: Question): ScheduleTarget | undefined {
  const written = scheduleAt(question);
  if (!written) return undefined;
  const { inner, span, expression, dag } = written;
  const cron = inner ? undefined : cronOfTimetable(question, span);
  if (cron !== undefined) return scheduleTargetAt({ ...question, offset: cron + 1 });
  return {
    uri: question.uri,
    ...(dag ? { dagId: dag.dagId } : {}),
    range: rangeOf(question, inner ?? span),
    isString: inner !== undefined,
    whole: rangeOf(question, span),
    expression: expression ?? "",
    timezone: dag?.timing.timezone ?? "UTC",
  };
}

/** The schedule of a DAG by its id, or of the only one. */
export function scheduleTargetOf(
  question: Question,
  dagId: string | null,
): ScheduleTarget | undefined {
  const { dags } = question.snapshot.reading;
  const named = dags.find((candidate) => candidate.dagId === dagId);
  const dag = dagId === null ? dags[0] : named;
  const span = dag && spanIn(question, dag);
  return span && scheduleTargetAt({ ...question, offset: span.start + 1 });
}

function spanIn({ snapshot }: Question, { timing }: Dag): { start: number } | undefined {
  const { span } = timing.schedule;
  return span?.file === snapshot.file ? span : undefined;
}

/** The typed text with its meaning, then the usual schedules, and none. */
export function scheduleChoices(typed: string, timezone: string, now: number): ScheduleChoice[] {
  // Who has it from a file may type its quotes too.
  const text = typed
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
  if (/^none$/i.test(text)) return [none, ...usual(text, timezone, now)];
  const own = text === "" ? [] : [choice(text, timezone, now)];
  return [...own, ...usual(text, timezone, now), none];
}

const none: ScheduleChoice = {
  expression: "None",
  text: "No schedule: it runs when somebody or something starts it",
  valid: true,
  next: [],
  isValue: true,
};

function usual(except: string, timezone: string, now: number): ScheduleChoice[] {
  return commonSchedules
    .filter(({ expression }) => expression !== except)
    .map(({ expression }) => choice(expression, timezone, now));
}

function choice(expression: string, timezone: string, now: number): ScheduleChoice {
  const fault = validateCron(expression);
  if (fault) return { expression, text: fault.message, valid: false, next: [] };
  const { cron } = parseCron(expression);
  const zone = openZone(timezone) ?? utc;
  const times = cron ? nextFirings(cron, { zone, after: now, count: shownFirings }) : [];
  return {
    expression,
    text: describeExpression(expression) ?? expression,
    valid: true,
    next: times.map((time) => timeIn(timezone, time)),
  };
}
