/** An instant as Python's `isoformat` prints it in UTC: `2024-01-01T00:00:00+00:00`. */
export function isoTime(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return (
    text.replace(/\.(\d{3})Z$/, (_, ms: string) => (ms === "000" ? "" : `.${ms}000`)) + "+00:00"
  );
}

/** Reads an instant that the user gave; without an offset it is in UTC, as for Airflow. Undefined when it is none. */
export function parseTime(text: string): number | undefined {
  const hasZone = /([zZ]|[+-]\d\d:?\d\d)$/.test(text) && text.includes("T");
  const dateOnly = /^\d{4}-\d\d-\d\d$/.test(text);
  const epochMs = Date.parse(hasZone || dateOnly ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
