import { expect, test } from "vitest";

import { openZone, utc } from "../../../model/schedule/timeZone.ts";
import { zonedText, zonedTimes } from "../../../model/schedule/zonedText.ts";

test("times are those of the zone's clock, and a change of its offset is marked", () => {
  const days = ["2025-03-29T01:30Z", "2025-03-30T01:30Z", "2025-10-26T01:30Z"].map(Date.parse);
  expect(zonedTimes(openZone("Europe/Berlin") ?? utc, days)).toEqual([
    { text: "Sat 2025-03-29 02:30 +01:00", clocks: undefined },
    { text: "Sun 2025-03-30 03:30 +02:00", clocks: "forward" },
    { text: "Sun 2025-10-26 02:30 +01:00", clocks: "back" },
  ]);
  const zone = openZone("America/St_Johns") ?? utc;
  expect(zonedText(zone, Date.parse("2025-01-15T12:00:05Z"))).toBe(
    "Wed 2025-01-15 08:30:05 -03:30",
  );
});
