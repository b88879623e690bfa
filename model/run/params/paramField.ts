import type { ParamDescription } from "../description.ts";
import { schemaProblem, typesOf, type Schema } from "../../config/schemaProblem.ts";

/** One field of the form that asks for a DAG's params. */
export interface ParamField {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  /** Heading that it stands below. */
  readonly section: string | null;
  readonly kind: FieldKind;
  /** For `choice`: every value that is allowed. */
  readonly choices: readonly FieldChoice[];
  /** Offered while typing; others are allowed too. */
  readonly suggestions: readonly string[];
  /** It may be left empty, which means null. */
  readonly isOptional: boolean;
  readonly default: unknown;
  readonly schema: Schema | null;
}

export type FieldKind =
  | "text"
  | "multiline"
  | "number"
  | "checkbox"
  | "choice"
  | "date"
  | "dateTime"
  | "time"
  /** One text a line. */
  | "lines"
  | "json";

/** One line of a `choice`. */
export interface FieldChoice {
  readonly label: string;
  readonly value: unknown;
}

/** What was typed means this, or is wrong for this reason. */
export type ReadField = { readonly value: unknown } | { readonly problem: string };

/** The fields of a DAG's params, in the order of the DAG. */
export function paramFields(params: Readonly<Record<string, ParamDescription>>): ParamField[] {
  return Object.entries(params).map(([name, param]) => fieldOf(name, param));
}

/** What a field shows of a value: a text, or whether a box is ticked. */
export function writtenValue(field: ParamField, value: unknown): string | boolean {
  switch (field.kind) {
    case "checkbox":
      return value === true;
    case "choice":
      return String(
        field.choices.findIndex((one) => JSON.stringify(one.value) === JSON.stringify(value)),
      );
    case "lines":
      return Array.isArray(value) ? value.join("\n") : "";
    case "json":
      return value === null || value === undefined ? "" : JSON.stringify(value, undefined, 2);
    case "text":
    case "multiline":
    case "number":
    case "date":
    case "dateTime":
    case "time":
      return value === null || value === undefined
        ? ""
        : typeof value === "string"
          ? value
          : JSON.stringify(value);
  }
}

/** What was typed into a field, checked against its schema. */
export function readField(field: ParamField, typed: string | boolean): ReadField {
  const read = valueOf(field, typed);
  if ("problem" in read) return read;
  const problem = schemaProblem(read.value, field.schema);
  return problem === undefined ? read : { problem };
}

function fieldOf(name: string, { value, schema, description }: ParamDescription): ParamField {
  const types = typesOf(schema);
  const allowed = schema?.["enum"];
  const examples = schema?.["examples"];
  const kind = Array.isArray(allowed) ? "choice" : kindOf(value, schema, types);
  const title = schema?.["title"];
  const section = schema?.["section"];
  return {
    name,
    label: typeof title === "string" && title !== "" ? title : name,
    description: description ?? plainText(schema?.["description_md"]),
    section: typeof section === "string" ? section : null,
    kind,
    choices: kind === "choice" && Array.isArray(allowed) ? choicesOf(allowed, schema) : [],
    suggestions: Array.isArray(examples) ? examples.map(textOf) : [],
    isOptional: types.includes("null") || (types.length === 0 && value === null),
    default: value,
    schema,
  };
}

/** By the schema's type and format, else by the default, as Airflow's own form does it. */
function kindOf(value: unknown, schema: Schema | null, types: readonly string[]): FieldKind {
  const [type, other] = types.filter((one) => one !== "null");
  if (other !== undefined) return "json";
  switch (type ?? typeOfValue(value)) {
    case "string":
      return textKind(schema?.["format"]);
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return types.includes("null") ? "json" : "checkbox";
    case "array":
      return isListOfTexts(value, schema) ? "lines" : "json";
    default:
      return "json";
  }
}

function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? typeof value
    : "any";
}

function textKind(format: unknown): FieldKind {
  switch (format) {
    case "multiline":
      return "multiline";
    case "date":
      return "date";
    case "date-time":
      return "dateTime";
    case "time":
      return "time";
    default:
      return "text";
  }
}

function isListOfTexts(value: unknown, schema: Schema | null): boolean {
  const items = schema?.["items"];
  if (typeof items === "object" && items !== null)
    return (
      "type" in items &&
      items.type === "string" &&
      !("format" in items && items.format === "multiline")
    );
  return (
    value === null ||
    value === undefined ||
    (Array.isArray(value) && value.every((one) => typeof one === "string" && !one.includes("\n")))
  );
}

function choicesOf(allowed: readonly unknown[], schema: Schema | null): FieldChoice[] {
  const shown = schema?.["values_display"];
  return allowed.map((value) => {
    const text = textOf(value);
    const label =
      typeof shown === "object" && shown !== null && Object.hasOwn(shown, text)
        ? (shown as Readonly<Record<string, unknown>>)[text]
        : undefined;
    return { label: typeof label === "string" ? label : text, value };
  });
}

function valueOf(field: ParamField, typed: string | boolean): ReadField {
  if (typeof typed === "boolean") return { value: typed };
  const isEmpty = typed.trim() === "";
  if (isEmpty && field.isOptional) return { value: null };
  switch (field.kind) {
    case "checkbox":
      return { value: typed === "true" };
    case "choice": {
      const choice = field.choices[Number(typed)];
      return choice ? { value: choice.value } : { problem: "Choose one." };
    }
    case "text":
    case "multiline":
      return isEmpty && field.default === null ? { problem: "Fill this in." } : { value: typed };
    case "date":
    case "dateTime":
    case "time":
      return isEmpty ? { problem: "Fill this in." } : { value: typed.trim() };
    case "number":
      return numberOf(typed.trim());
    case "lines":
      return {
        value: typed
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      };
    case "json":
      return isEmpty ? { problem: "Fill this in." } : jsonOf(typed);
  }
}

function numberOf(text: string): ReadField {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { problem: "Expected a number." };
  const value = Number(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return { problem: "This number is too large to be passed on exactly." };
  return { value };
}

function jsonOf(text: string): ReadField {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `This is not JSON: ${why}` };
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function plainText(markdown: unknown): string | null {
  return typeof markdown === "string" ? markdown.trim() : null;
}
