import { wholeFault, type CronFault } from "./cronFault.ts";

/** A refused text that is right in another tool: names the tool and what Airflow would take instead. */
export function foreignCron(
  text: string,
  tokens: readonly string[],
  faultAt: number | undefined,
  accepts: (text: string) => boolean,
): CronFault | undefined {
  return (
    amazon(text) ??
    zonePrefix(text, tokens) ??
    yearAsSixth(text, tokens) ??
    secondsFirst(text, tokens, faultAt, accepts)
  );
}

function amazon(text: string): CronFault | undefined {
  const cron = /^\s*cron\((.*)\)\s*$/i.exec(text);
  if (cron) {
    const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = (cron[1] ?? "")
      .trim()
      .split(/\s+/);
    const same = `${minute} ${hour} ${day} ${month} ${sundayFirst(weekday)}`;
    const message = `"cron(…)" is AWS syntax: Airflow takes the fields alone, without the year, and counts Sunday as 0.`;
    return wholeFault(text, message, same);
  }
  if (/^\s*rate\(.*\)\s*$/i.test(text)) {
    return wholeFault(
      text,
      `"rate(…)" is AWS syntax: write a timedelta, or a step such as "*/5 * * * *".`,
    );
  }
  return undefined;
}

function zonePrefix(text: string, tokens: readonly string[]): CronFault | undefined {
  const prefix = /^(?:cron_)?tz=(\S+)$/i.exec(tokens[0] ?? "");
  if (!prefix) return undefined;
  const rest = tokens.slice(1).join(" ");
  const message = `"${tokens[0] ?? ""}" cannot be part of the schedule: Airflow takes the zone from the start date or the timetable.`;
  return wholeFault(text, message, rest);
}

function yearAsSixth(text: string, tokens: readonly string[]): CronFault | undefined {
  const last = tokens[5] ?? "";
  if (tokens.length !== 6 || !/^(19|20)\d\d(-(19|20)\d\d)?$/.test(last)) return undefined;
  const message = `"${last}" stands in the sixth field, which is the second in Airflow: the year is the seventh.`;
  const suggestion = [...tokens.slice(0, 5), "0", last].join(" ");
  return {
    ...wholeFault(text, message, suggestion),
    start: text.lastIndexOf(last),
    end: text.trimEnd().length,
  };
}

/** Quartz and Spring put seconds first: said only when that reading, moved into Airflow's order, is accepted. */
function secondsFirst(
  text: string,
  tokens: readonly string[],
  faultAt: number | undefined,
  accepts: (text: string) => boolean,
): CronFault | undefined {
  if (tokens.length < 6 || faultAt === undefined) return undefined;
  const quartz = tokens.includes("?") || tokens.length === 7;
  const [second = "0", minute = "*", hour = "*", day = "*", month = "*", weekday = "*", year] =
    tokens;
  if (!/^(\d+|\*\/\d+|\d+\/\d+)$/.test(second)) return undefined;
  const five = [minute, hour, day, month, quartz ? sundayFirst(weekday) : weekday];
  const keepsYear = year !== undefined && year !== "*";
  const tail = keepsYear ? [second, year] : /^0+$/.test(second) ? [] : [second];
  const suggestion = [...five, ...tail].join(" ");
  if (!accepts(suggestion)) return undefined;
  const tool = quartz ? "Quartz" : "Quartz and Spring";
  const message = `This reads as ${tool} syntax with seconds first: in Airflow the second is the sixth field, after day of week.`;
  return wholeFault(text, message, suggestion);
}

/** A day-of-week field that counts Sunday as 1, in Airflow's count. */
function sundayFirst(field: string): string {
  return field.replace(/(^|[,-])([1-7])(?=$|[,#/-])/g, (_, before: string, day: string) => {
    return `${before}${Number(day) - 1}`;
  });
}
