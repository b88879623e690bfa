/** The values of one field, as croniter keeps them. */
export interface CronField {
  /** Ascending, without repetition. Empty when nothing but `*`, `l` or a random draw stands there. */
  readonly values: readonly number[];
  /** `*` stands in it, alone or in a list: every value fits. */
  readonly any: boolean;
  /** It is nothing but `*` once normalised (`0-23`, every hour written out): what decides how daylight saving is treated. */
  readonly isStar: boolean;
  /** `l`: the last day of the month. */
  readonly last: boolean;
  /** `R`: drawn anew each time Airflow parses the file. */
  readonly random: RandomDraw | undefined;
  /** The field as written, in lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What `R`, `R(a-b)` and `R/n` are drawn from. */
export interface RandomDraw {
  readonly from: number;
  readonly to: number;
  /** 0 for a single value. */
  readonly step: number;
}

/** Which of its kind in a month a weekday is: the first to fifth, or the last. */
export type Nth = 1 | 2 | 3 | 4 | 5 | "last";

/** A cron expression that Airflow accepts, normalised. */
export interface CronExpression {
  /** As written. */
  readonly text: string;
  /** The five to seven fields that a preset stands for, else the text. */
  readonly expanded: string;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
  /** Undefined with five fields: second 0. */
  readonly second: CronField | undefined;
  /** Undefined with five or six fields: every year. */
  readonly year: CronField | undefined;
  /** `5#2`, `l5`: which ones of a weekday fit. Not empty: the weekdays of `dayOfWeek` are not looked at. */
  readonly nthWeekdays: ReadonlyMap<number, readonly Nth[]>;
  /** `15w`: the weekday nearest to that day. Set: the days of `dayOfMonth` are not looked at. */
  readonly nearestWeekday: number | undefined;
}

/** The fields of an expression, in order. */
export function fieldsOf(cron: CronExpression): readonly CronField[] {
  const { minute, hour, dayOfMonth, month, dayOfWeek, second, year } = cron;
  return [minute, hour, dayOfMonth, month, dayOfWeek, second, year].filter(
    (field) => field !== undefined,
  );
}

/** Whether Airflow draws part of it at random, so that nobody knows when it fires. */
export function isRandom(cron: CronExpression): boolean {
  return fieldsOf(cron).some((field) => field.random !== undefined);
}

/** Whether day of month and day of week are both restricted: croniter then fires on either. */
export function joinsDaysByOr(cron: CronExpression): boolean {
  return !cron.dayOfMonth.any && !cron.dayOfWeek.any;
}
