import { describeExpression } from "./describeSchedule.ts";

/** A schedule to offer while a person chooses one. */
export interface CommonSchedule {
  readonly expression: string;
  readonly text: string;
}

const expressions: readonly string[] = [
  "@hourly",
  "@daily",
  "@weekly",
  "@monthly",
  "@quarterly",
  "@yearly",
  "@once",
  "@continuous",
  "*/5 * * * *",
  "*/15 * * * *",
  "*/30 * * * *",
  "0 */2 * * *",
  "0 */6 * * *",
  "0 2 * * *",
  "0 6,18 * * *",
  "0 6 * * 1-5",
  "0 9-17 * * 1-5",
  "0 3 * * 0",
  "0 6 * * 1#1",
  "0 6 1W * *",
  "0 4 1,15 * *",
  "0 4 L * *",
];

/** The presets and the schedules most often meant, each with its meaning, in the order to offer them. */
export const commonSchedules: readonly CommonSchedule[] = expressions.map((expression) => ({
  expression,
  text: describeExpression(expression) ?? expression,
}));
