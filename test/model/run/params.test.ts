import { describe, expect, test } from "vitest";

import type { ParamDescription } from "../../../model/run/description.ts";
import { paramFields, readField, writtenValue } from "../../../model/run/params/paramField.ts";
import { schemaProblem } from "../../../model/config/schemaProblem.ts";
import { typedInstant } from "../../../model/run/params/typedInstant.ts";

describe("a value and its schema", () => {
  const wrong: readonly (readonly [value: unknown, schema: object, problem: string])[] = [
    ["a", { type: "integer" }, "Expected a whole number."],
    [1.5, { type: "integer" }, "Expected a whole number."],
    [null, { type: ["string", "integer"] }, "Expected a text or a whole number."],
    ["c", { enum: ["a", "b", 3] }, "Expected one of a, b, 3."],
    [2, { const: 1 }, "It has to be 1."],
    ["", { minLength: 1 }, "Fill this in."],
    ["ab", { minLength: 3 }, "At least 3 characters."],
    ["abcd", { maxLength: 3 }, "At most 3 characters; these are 4."],
    ["x1", { pattern: "^[a-z]+$" }, "It has to match ^[a-z]+$."],
    ["2024-02-30", { format: "date" }, "Expected a date such as 2024-03-31."],
    [
      "2024-03-31T06:00:00",
      { format: "date-time" },
      "Expected a date and a time with an offset, such as 2024-03-31T06:00:00Z.",
    ],
    ["25:00", { format: "time" }, "Expected a time such as 06:00:00."],
    ["me", { format: "email" }, "Expected an address such as me@example.com."],
    [1, { minimum: 2 }, "At least 2."],
    [3, { maximum: 2 }, "At most 2."],
    [2, { exclusiveMinimum: 2 }, "More than 2."],
    [2, { exclusiveMaximum: 2 }, "Less than 2."],
    [0.25, { multipleOf: 0.1 }, "A multiple of 0.1."],
    [[], { minItems: 1 }, "At least 1 element."],
    [[1, 2], { maxItems: 1 }, "At most 1 element."],
    [["a", "a"], { uniqueItems: true }, "a is there twice."],
    [[1, "b"], { items: { type: "integer" } }, "Element 2: Expected a whole number."],
    [
      ["a", 1],
      { prefixItems: [{ type: "string" }], items: false },
      "Element 2: No value is allowed here.",
    ],
    [[1], { contains: { type: "string" } }, "No element is as it is asked for."],
    [{}, { required: ["name"] }, '"name" is missing.'],
    [{ a: "b" }, { properties: { a: { type: "integer" } } }, '"a": Expected a whole number.'],
    [{ b: 1 }, { properties: { a: {} }, additionalProperties: false }, '"b" is not known here.'],
    [{ b: 1 }, { additionalProperties: { type: "string" } }, '"b": Expected a text.'],
    [{ x1: 1 }, { patternProperties: { "^x": { type: "string" } } }, '"x1": Expected a text.'],
    [1, { anyOf: [{ type: "string" }, { type: "boolean" }] }, "Expected a text."],
    [1, { allOf: [{ minimum: 0 }, { maximum: 0 }] }, "At most 0."],
    [1, { oneOf: [{ minimum: 0 }, { maximum: 5 }] }, "It fits more than one of what is allowed."],
    [1, { not: { type: "integer" } }, "This is not allowed."],
  ];
  for (const [value, schema, problem] of wrong)
    test(`${JSON.stringify(value)} is not ${JSON.stringify(schema)}`, () => {
      expect(schemaProblem(value, schema)).toBe(problem);
    });

  const right: readonly (readonly [value: unknown, schema: object])[] = [
    [3, { type: "integer", minimum: 3 }],
    [3, { type: "number" }],
    [null, { type: ["null", "string"] }],
    ["€€€", { minLength: 3, maxLength: 3 }],
    ["2024-02-29", { type: "string", format: "date" }],
    ["2024-02-29T10:00:00+01:00", { format: "date-time" }],
    ["10:00:00", { format: "time" }],
    ["text", { format: "multiline" }],
    [0.3, { multipleOf: 0.1 }],
    [{ a: 1 }, { properties: { a: { type: "integer" } }, required: ["a"] }],
    [{ a: { b: [1] } }, { const: { a: { b: [1] } } }],
    ["x", { pattern: "(?P<name>x)" }],
    ["x", {}],
  ];
  for (const [value, schema] of right)
    test(`${JSON.stringify(value)} is ${JSON.stringify(schema)}`, () => {
      expect(schemaProblem(value, schema)).toBeUndefined();
    });
});

const param = (
  value: unknown,
  schema: Record<string, unknown> | null = null,
  description: string | null = null,
): ParamDescription => ({ value, schema, description });

describe("the field of a param", () => {
  const fieldOf = (given: ParamDescription): ReturnType<typeof paramFields>[number] => {
    const [field] = paramFields({ name: given });
    if (!field) throw new Error("no field");
    return field;
  };

  const kinds: readonly (readonly [kind: string, given: ParamDescription])[] = [
    ["text", param("a")],
    ["number", param(3)],
    ["checkbox", param(false)],
    ["lines", param(["a", "b"])],
    ["json", param([1, 2])],
    ["json", param({ a: 1 })],
    ["json", param(null)],
    ["text", param(null, { type: ["null", "string"] })],
    ["multiline", param("", { type: "string", format: "multiline" })],
    ["date", param("2024-01-01", { type: "string", format: "date" })],
    ["dateTime", param(null, { type: "string", format: "date-time" })],
    ["choice", param("a", { enum: ["a", "b"] })],
    ["lines", param([], { type: "array", items: { type: "string" } })],
    ["json", param([], { type: "array", items: { type: "object" } })],
    ["json", param(1, { type: ["integer", "string"] })],
    ["json", param(null, { type: ["null", "boolean"] })],
  ];
  for (const [kind, given] of kinds)
    test(`${JSON.stringify(given.value)} with ${JSON.stringify(given.schema)} is a ${kind}`, () => {
      expect(fieldOf(given).kind).toBe(kind);
    });

  test("shows a default so that reading it gives it back", () => {
    for (const [, given] of kinds) {
      const field = fieldOf(given);
      const read = readField(field, writtenValue(field, given.value));
      const isUnfilled = given.value === null && !field.isOptional;
      expect(read).toEqual(isUnfilled ? { problem: "Fill this in." } : { value: given.value });
    }
  });

  test("has its title, section, choices and suggestions from the schema", () => {
    const schema = {
      title: "Size of the cluster",
      section: "Cluster",
      enum: ["s", 2],
      values_display: { s: "Small" },
      examples: ["s"],
    };
    expect(fieldOf(param("s", schema, "how large"))).toMatchObject({
      label: "Size of the cluster",
      section: "Cluster",
      description: "how large",
      choices: [
        { label: "Small", value: "s" },
        { label: "2", value: 2 },
      ],
      suggestions: ["s"],
    });
  });

  test("says what is wrong with what was typed", () => {
    const number = fieldOf(param(3, { type: "integer", minimum: 1 }));
    expect(readField(number, "x")).toEqual({ problem: "Expected a number." });
    expect(readField(number, "0")).toEqual({ problem: "At least 1." });
    expect(readField(number, "1.5")).toEqual({ problem: "Expected a whole number." });
    expect(readField(number, "9007199254740993")).toEqual({
      problem: "This number is too large to be passed on exactly.",
    });
    const json = fieldOf(param({}));
    expect(JSON.stringify(readField(json, "{"))).toContain("This is not JSON");
    const optional = fieldOf(param("a", { type: ["null", "string"] }));
    expect(readField(optional, " ")).toEqual({ value: null });
    expect(readField(fieldOf(param(["a"])), " x \n\ny")).toEqual({ value: ["x", "y"] });
  });
});

test("a typed date is an instant, UTC unless it says otherwise", () => {
  const typed = (text: string): string | undefined => {
    const at = typedInstant(text);
    return at === undefined ? undefined : new Date(at).toISOString();
  };
  expect(typed("2024-03-31")).toBe("2024-03-31T00:00:00.000Z");
  expect(typed(" 2024-03-31 02:30 ")).toBe("2024-03-31T02:30:00.000Z");
  expect(typed("2024-03-31T02:30:15+0200")).toBe("2024-03-31T00:30:15.000Z");
  expect(typed("2024-03-31T02:30z")).toBe("2024-03-31T02:30:00.000Z");
  for (const text of ["", "2024-02-30", "2024-3-1", "tomorrow", "2024-03-31T25:00"])
    expect(typed(text)).toBeUndefined();
});
