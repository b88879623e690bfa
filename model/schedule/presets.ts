/** The six presets that Airflow replaces by exact, case-sensitive look-up (Airflow: utils/dates.py, cron_presets). */
export const airflowPresets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

/** The aliases that croniter knows itself, in any case. */
const croniterAliases: Readonly<Record<string, string>> = {
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** Schedules that Airflow compares exactly and never hands to cron. */
export const specialSchedules: readonly string[] = ["@once", "@continuous"];

/** Every `@word` that Airflow takes as a schedule. */
export const knownPresets: readonly string[] = [
  ...Object.keys(airflowPresets),
  "@midnight",
  "@annually",
  ...specialSchedules,
];

/** The fields that a preset stands for; undefined when the text is none. */
export function expandPreset(text: string): string | undefined {
  if (Object.hasOwn(airflowPresets, text)) return airflowPresets[text];
  const lower = text.toLowerCase();
  return Object.hasOwn(croniterAliases, lower) ? croniterAliases[lower] : undefined;
}
