/** A schedule in a YAML file: what is written, and where. */
export interface YamlSchedule {
  readonly expression: string;
  /** Of the value, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** What other programs call a schedule is none of Airflow's. */
const foreign = /^kind:\s*CronJob\b/m;

/** The cron expression or preset at an offset of a YAML text, under a key that dag-factory and the like use for schedules. */
export function yamlScheduleAt(
  uri: string,
  text: string,
  offset: number,
): YamlSchedule | undefined {
  if (uri.includes("/.github/") || foreign.test(text)) return undefined;
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = text.indexOf("\n", offset);
  const line = text.slice(from, to < 0 ? undefined : to);
  const found =
    /^(\s*(?:-\s+)?["']?(?:schedule|schedule_interval|cron|cron_schedule)["']?\s*:\s*)(["']?)(.*?)\2\s*(?:#.*)?\r?$/.exec(
      line,
    );
  const [, head = "", quote = "", expression = ""] = found ?? [];
  if (!/^(@\w|[\d*])/.test(expression)) return undefined;
  const start = from + head.length + quote.length;
  const end = start + expression.length;
  return start <= offset && offset <= end ? { expression, start, end } : undefined;
}
