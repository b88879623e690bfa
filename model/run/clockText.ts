/** `09:24` of today, else with its day: `25 Nov 09:24`. By the clock of this machine, to the second where that is asked. */
export function clockText(at: number, now: number, isExact = false): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(isExact && { second: "2-digit" }),
  });
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday
    ? time
    : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}
