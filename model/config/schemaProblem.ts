/** A JSON schema, as a `Param` has it. Keywords that are not known here are left to Python, which looks again. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a value by its schema, as a sentence for the person who typed it; undefined when nothing is. The rules
 * are those of JSON Schema that Airflow's `Param` checks; `Param` also knows the formats date, date-time, time and multiline.
 */
export function schemaProblem(value: unknown, schema: unknown): string | undefined {
  if (schema === false) return "No value is allowed here.";
  if (!isRecord(schema)) return undefined;
  for (const rule of rules) {
    const problem = rule(value, schema);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

type Rule = (value: unknown, schema: Schema) => string | undefined;

const rules: readonly Rule[] = [
  typeRule,
  fixedRule,
  textRule,
  formatRule,
  numberRule,
  listRule,
  recordRule,
  combinedRule,
];

/** The types that a schema allows; empty: any. */
export function typesOf(schema: Schema | null): readonly string[] {
  const type = schema?.["type"];
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === "string") : [];
}

function typeRule(value: unknown, schema: Schema): string | undefined {
  const types = typesOf(schema);
  if (types.length === 0 || types.some((type) => isOfType(value, type))) return undefined;
  const wanted = types.filter((type) => type !== "null").map((type) => typeWords[type] ?? type);
  return `Expected ${wanted.join(" or ") || "nothing"}.`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "names with values",
};

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "number":
      return typeof value === "number";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "null":
      return value === null;
    default:
      return true;
  }
}

function fixedRule(value: unknown, schema: Schema): string | undefined {
  const { enum: allowed, const: fixed } = schema;
  if ("const" in schema && !isSame(value, fixed)) return `It has to be ${shown(fixed)}.`;
  if (!Array.isArray(allowed) || allowed.some((one) => isSame(value, one))) return undefined;
  return `Expected one of ${allowed.map(shown).join(", ")}.`;
}

function textRule(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== "string") return undefined;
  const { minLength, maxLength, pattern } = schema;
  // JSON Schema counts characters, not UTF-16 units.
  const length = Array.from(value).length;
  if (typeof minLength === "number" && length < minLength)
    return length === 0 ? "Fill this in." : `At least ${counted(minLength, "character")}.`;
  if (typeof maxLength === "number" && length > maxLength)
    return `At most ${counted(maxLength, "character")}; these are ${length}.`;
  if (typeof pattern !== "string") return undefined;
  const regex = regexOf(pattern);
  return regex && !regex.test(value) ? `It has to match ${pattern}.` : undefined;
}

/** Python's expressions are nearly JavaScript's; one that is not is left to Python. */
function regexOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function formatRule(value: unknown, { format }: Schema): string | undefined {
  if (typeof value !== "string" || typeof format !== "string") return undefined;
  switch (format) {
    case "date":
      return isDate(value) ? undefined : "Expected a date such as 2024-03-31.";
    case "date-time": {
      const [date = "", time = ""] = value.split(/[T ]/i);
      return isDate(date) && isTime(time, true)
        ? undefined
        : "Expected a date and a time with an offset, such as 2024-03-31T06:00:00Z.";
    }
    case "time":
      return isTime(value, false) ? undefined : "Expected a time such as 06:00:00.";
    case "email":
    case "idn-email":
      return value.includes("@") ? undefined : "Expected an address such as me@example.com.";
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? undefined
        : "Expected a UUID.";
    default:
      return undefined;
  }
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isTime(text: string, needsOffset: boolean): boolean {
  const match = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(z|[+-]\d\d:\d\d)?$/i.exec(text);
  return match !== null && (!needsOffset || match[4] !== undefined);
}

function numberRule(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== "number") return undefined;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === "number" && value < minimum) return `At least ${minimum}.`;
  if (typeof maximum === "number" && value > maximum) return `At most ${maximum}.`;
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    return `More than ${exclusiveMinimum}.`;
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    return `Less than ${exclusiveMaximum}.`;
  if (typeof multipleOf === "number" && !isMultiple(value, multipleOf))
    return `A multiple of ${multipleOf}.`;
  return undefined;
}

function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}

function listRule(value: unknown, schema: Schema): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const { minItems, maxItems, uniqueItems, items, prefixItems, contains } = schema;
  if (typeof minItems === "number" && value.length < minItems)
    return `At least ${counted(minItems, "element")}.`;
  if (typeof maxItems === "number" && value.length > maxItems)
    return `At most ${counted(maxItems, "element")}.`;
  if (uniqueItems === true) {
    const twice: unknown = value.find((one, at) =>
      value.slice(0, at).some((other) => isSame(one, other)),
    );
    if (twice !== undefined) return `${shown(twice)} is there twice.`;
  }
  const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  for (const [at, one] of value.entries()) {
    const problem = schemaProblem(one, at < first.length ? first[at] : items);
    if (problem !== undefined) return `Element ${at + 1}: ${problem}`;
  }
  if (contains !== undefined && !value.some((one) => schemaProblem(one, contains) === undefined))
    return "No element is as it is asked for.";
  return undefined;
}

function recordRule(value: unknown, schema: Schema): string | undefined {
  if (!isRecord(value)) return undefined;
  const { required, properties, additionalProperties, minProperties, maxProperties } = schema;
  const names = Object.keys(value);
  if (typeof minProperties === "number" && names.length < minProperties)
    return `At least ${counted(minProperties, "name")}.`;
  if (typeof maxProperties === "number" && names.length > maxProperties)
    return `At most ${counted(maxProperties, "name")}.`;
  const needed = Array.isArray(required) ? required.filter((one) => typeof one === "string") : [];
  const lacking = needed.find((name) => !Object.hasOwn(value, name));
  if (lacking !== undefined) return `"${lacking}" is missing.`;
  const known = isRecord(properties) ? properties : {};
  const patterns = isRecord(schema["patternProperties"]) ? schema["patternProperties"] : {};
  for (const [name, one] of Object.entries(value)) {
    const matching = Object.keys(patterns).filter((pattern) => regexOf(pattern)?.test(name));
    const schemas = [
      ...(Object.hasOwn(known, name) ? [known[name]] : []),
      ...matching.map((pattern) => patterns[pattern]),
    ];
    if (schemas.length === 0 && additionalProperties === false)
      return `"${name}" is not known here.`;
    for (const each of schemas.length > 0 ? schemas : [additionalProperties]) {
      const problem = schemaProblem(one, each);
      if (problem !== undefined) return `"${name}": ${problem}`;
    }
  }
  return undefined;
}

function combinedRule(value: unknown, schema: Schema): string | undefined {
  const { allOf, anyOf, oneOf, not } = schema;
  const problems = (list: unknown): (string | undefined)[] =>
    Array.isArray(list) ? list.map((one) => schemaProblem(value, one)) : [];
  const all = problems(allOf).find((problem) => problem !== undefined);
  if (all !== undefined) return all;
  const any = problems(anyOf);
  if (any.length > 0 && !any.includes(undefined)) return any[0];
  const one = problems(oneOf);
  const fitting = one.filter((problem) => problem === undefined).length;
  if (one.length > 0 && fitting === 0) return one[0];
  if (fitting > 1) return "It fits more than one of what is allowed.";
  if (not !== undefined && schemaProblem(value, not) === undefined) return "This is not allowed.";
  return undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => isSame(one, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
