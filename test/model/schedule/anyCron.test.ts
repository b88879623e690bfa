import { expect, test } from "vitest";

import { cronWarnings } from "../../../model/schedule/cronWarnings.ts";
import { describeCron } from "../../../model/schedule/describeCron.ts";
import { parseCron } from "../../../model/schedule/parseCron.ts";
import { openZone, utc } from "../../../model/schedule/timeZone.ts";
import { randomCron } from "../../cron/randomCron.ts";
import { mutate, randomOf } from "../../randomText.ts";

const zone = openZone("Europe/Berlin") ?? utc;

test("any text is read, worded and warned of without a throw, in whole sentences", () => {
  const random = randomOf(11);
  for (let round = 0; round < 500; round++) {
    const text = round % 5 === 0 ? mutate(randomCron(random), random) : randomCron(random);
    const { cron, fault } = parseCron(text);
    const words = cron
      ? [
          describeCron(cron),
          describeCron(cron, "12h"),
          ...cronWarnings(cron, { zone, after: 0 }).map(({ message }) => message),
        ]
      : [fault.message];
    for (const sentence of words) {
      expect([text, sentence]).toEqual([text, expect.stringMatching(/^\S.*[^,\s]$/)]);
      expect([text, sentence]).toEqual([
        text,
        expect.not.stringMatching(/undefined|NaN|\bnull\b| {2}/),
      ]);
    }
    const places = cron ? cronWarnings(cron, { zone, after: 0 }) : [fault];
    for (const { start, end } of places) {
      expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }
  }
});
