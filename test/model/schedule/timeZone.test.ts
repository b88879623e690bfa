import { expect, test } from "vitest";

import { openZone } from "../../../model/schedule/timeZone.ts";
import { instantOf } from "../../../model/schedule/wallClock.ts";

const hour = 3_600_000;

test("knows IANA names and fixed offsets, and no others", () => {
  expect(openZone("Asia/Kathmandu")?.offsetAt(0)).toBe(5.5 * hour);
  expect(openZone("Asia/Kathmandu")?.offsetAt(Date.UTC(2025, 0))).toBe(5.75 * hour);
  expect(openZone("+02:30")?.offsetAt(0)).toBe(2.5 * hour);
  expect(openZone("UTC-3")?.offsetAt(0)).toBe(-3 * hour);
  expect(openZone("Europe/Atlantis")).toBeUndefined();
  expect(openZone("")).toBeUndefined();
});

test("lists the changes of offset between two instants", () => {
  const zone = openZone("Africa/Casablanca");
  const changes = zone?.changes(Date.UTC(2024, 0), Date.UTC(2025, 0)) ?? [];
  expect(changes.map(({ at, after }) => [new Date(at).toISOString(), after / hour])).toEqual([
    ["2024-03-10T02:00:00.000Z", 0],
    ["2024-04-14T02:00:00.000Z", 1],
  ]);
});

test("takes a repeated time as its second, and moves a skipped one forward", () => {
  const zone = openZone("Europe/Berlin");
  if (!zone) throw new Error("is known");
  const instant = (text: string): string =>
    new Date(instantOf(zone, Date.parse(text))).toISOString();
  expect(instant("2025-10-26T02:30Z")).toBe("2025-10-26T01:30:00.000Z");
  expect(instant("2025-03-30T02:30Z")).toBe("2025-03-30T01:30:00.000Z");
  expect(instant("2025-03-30T03:00Z")).toBe("2025-03-30T01:00:00.000Z");
  const apia = openZone("Pacific/Apia");
  if (!apia) throw new Error("is known");
  const skipped = instantOf(apia, Date.parse("2011-12-30T12:00Z"));
  expect(new Date(skipped).toISOString()).toBe("2011-12-30T22:00:00.000Z");
});
