import { datesBetween } from "../../model/schedule/datesBetween.ts";
import { scheduledDatesRequest, type ScheduledDates } from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";
import { timeIn } from "../words/times.ts";

/** More are hardly meant. */
const mostDates = 5000;

/** The dates that a backfill would run a DAG for. */
export const scheduledDates: Feature = {
  capabilities: {},
  attach(connection, session) {
    connection.onRequest(scheduledDatesRequest, ({ uri, dagId, from, until }, token) =>
      session.answer("scheduled dates", { textDocument: { uri } }, token, (question) =>
        datesOf(question, dagId, { from, until }),
      ),
    );
  },
};

/** The logical dates of a DAG in a range. Undefined: the file does not have that DAG. */
export function datesOf(
  { snapshot, airflow }: Question,
  dagId: string,
  range: { readonly from: number; readonly until: number },
): ScheduledDates | undefined {
  const dag = snapshot.reading.dags.find((each) => each.dagId === dagId);
  if (!dag) return undefined;
  const { dates, isMore, reason } = datesBetween(dag.timing, {
    ...range,
    airflow,
    most: mostDates,
  });
  const zone = dag.timing.timezone;
  return {
    dates: dates.map(({ at, interval }) => ({ at, interval, text: timeIn(zone, at) })),
    isMore,
    timezone: zone,
    reason: reason ?? null,
  };
}
