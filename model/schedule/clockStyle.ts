/** How times of day are written. */
export type ClockStyle = "24h" | "12h";

/** A time of day: `02:05`, `02:05:30`, `2:05 AM`. */
export function clockText(
  style: ClockStyle,
  hour: number,
  minute: number,
  second: number | undefined,
): string {
  const rest = [minute, ...(second === undefined ? [] : [second])].map(twoDigits).join(":");
  if (style === "24h") return `${twoDigits(hour)}:${rest}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${rest} ${hour < 12 ? "AM" : "PM"}`;
}

/** An hour alone: `02`, `2 AM`. */
export function hourText(style: ClockStyle, hour: number): string {
  if (style === "24h") return twoDigits(hour);
  return `${hour % 12 === 0 ? 12 : hour % 12} ${hour < 12 ? "AM" : "PM"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
