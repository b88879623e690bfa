import { expect, test } from "vitest";

import { plainValue } from "../../../model/run/plainValue.ts";

const marked = (name: string, data: unknown): unknown => ({
  __classname__: name,
  __version__: 1,
  __data__: data,
});
const zone = marked("builtins.tuple", ["UTC", "pendulum.tz.timezone.Timezone", 1, true]);

test("tuples and sets are lists, also inside of others", () => {
  const value = { a: marked("builtins.tuple", [1, [marked("builtins.set", [2])]]), b: null };
  expect(plainValue(value)).toEqual({ a: [1, [[2]]], b: null });
});

test("dates, decimals and lengths of time are what one would write", () => {
  expect(plainValue(marked("datetime.date", "2024-01-02"))).toBe("2024-01-02");
  expect(plainValue(marked("decimal.Decimal", 1.5))).toBe(1.5);
  expect(plainValue(marked("datetime.timedelta", 90))).toBe(90);
});

test("a moment in UTC is ISO 8601 as Python writes it; in another zone it stays as it is", () => {
  const at = (timestamp: number, tz: unknown): unknown =>
    marked("datetime.datetime", { timestamp, tz });
  expect(plainValue(at(1_704_164_645, zone))).toBe("2024-01-02T03:04:05+00:00");
  expect(plainValue(at(1_704_164_645.5, zone))).toBe("2024-01-02T03:04:05.500000+00:00");
  expect(plainValue(at(1, null))).toEqual(at(1, null));
});

test("what only Python can read is left alone", () => {
  const own = marked("my_dags.Row", { name: "a" });
  expect(plainValue([own, "text", 5])).toEqual([own, "text", 5]);
});
