import { schemaProblem } from "../../config/schemaProblem.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { native, need } from "../builtins/pure.ts";
import { once } from "../once.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, UnknownValue, Value } from "../value.ts";
import { bool, none } from "../values.ts";

// Code that makes DAGs of configuration files leaves out those that do not fit a schema.

type Names = readonly (readonly [string, Value])[];

const said =
  /^(?:message|path|absolute_path|relative_path|schema_path|absolute_schema_path|validator|validator_value|instance|schema|context|cause|parent|json_path)$/;

function errorClass(name: string): ClassValue {
  return nativeClass({
    name,
    module: "jsonschema.exceptions",
    bases: [exceptionClass("Exception")],
    classAttribute: (attribute) =>
      said.test(attribute)
        ? { kind: "unknown", reason: "what is wrong by a schema is said when it runs" }
        : undefined,
  });
}

const validationError = errorClass("ValidationError");
const schemaError = errorClass("SchemaError");

/** Keywords of a schema that say nothing about a value, or that are looked at. */
const followed = new Set(
  `$schema $id $comment title description default examples deprecated readOnly writeOnly definitions $defs format
  type enum const minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems
  uniqueItems items prefixItems contains required properties patternProperties additionalProperties minProperties
  maxProperties allOf anyOf oneOf not`.split(/\s+/),
);

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const inner = /^(?:items|contains|additionalProperties|not)$/;
const listed = /^(?:prefixItems|allOf|anyOf|oneOf)$/;
const named = /^(?:properties|patternProperties)$/;

/** Most parts of a schema that are looked at. */
const mostParts = 2000;

/**
 * A schema with its own definitions in their places, and without formats, which are not looked at unless one asks for it;
 * undefined where it says more than is followed.
 */
function schemaIn(schema: unknown, root: unknown, parts: { count: number }): unknown {
  if (typeof schema === "boolean") return schema;
  if (!isRecord(schema) || ++parts.count > mostParts) return undefined;
  if ("$ref" in schema) {
    const isAlone = Object.keys(schema).every((name) => /^(?:\$ref|title|description)$/.test(name));
    const target = isAlone ? definitionAt(root, schema["$ref"]) : undefined;
    return target === undefined ? undefined : schemaIn(target, root, parts);
  }
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (!followed.has(name)) return undefined;
    if (/^(?:format|definitions|\$defs)$/.test(name)) continue;
    const inside = listed.test(name) ? value : inner.test(name) ? [value] : undefined;
    if (Array.isArray(inside)) {
      const all = inside.map((one) => schemaIn(one, root, parts));
      if (all.includes(undefined)) return undefined;
      made[name] = listed.test(name) ? all : all[0];
    } else if (named.test(name) && isRecord(value)) {
      const all = Object.entries(value).map(
        ([key, one]) => [key, schemaIn(one, root, parts)] as const,
      );
      if (all.some(([, one]) => one === undefined)) return undefined;
      made[name] = Object.fromEntries(all);
    } else made[name] = value;
  }
  return made;
}

/** What `#/definitions/task` means. */
function definitionAt(root: unknown, path: unknown): unknown {
  if (typeof path !== "string" || !/^#(?:\/[^/~%]+)+$/.test(path)) return undefined;
  let at: unknown = root;
  for (const name of path.split("/").slice(1))
    at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as JSON has it; undefined where it is not known, or no JSON. */
function plain(call: NativeCall, value: Value, depth = 40): unknown {
  call.interpreter.spend(1);
  if (depth === 0) return undefined;
  switch (value.kind) {
    case "none":
      return null;
    case "bool":
    case "str":
    case "float":
      return value.value;
    case "int":
      return Number(value.value);
    case "list": {
      const items = value.items.map((item) => plain(call, item, depth - 1));
      return value.uncertain || items.includes(undefined) ? undefined : items;
    }
    case "dict": {
      const made: [string, unknown][] = [];
      for (const { key, value: item } of value.entries.values()) {
        const one = plain(call, item, depth - 1);
        if (key.kind !== "str" || one === undefined) return undefined;
        made.push([key.value, one]);
      }
      return value.uncertain ? undefined : Object.fromEntries(made);
    }
    default:
      return undefined;
  }
}

/** What is wrong with a value; null when nothing is. */
function problemOf(call: NativeCall, given: Value, by: Value): string | null | UnknownValue {
  const [value, root] = [plain(call, given), plain(call, by)];
  const schema = schemaIn(root, root, { count: 0 });
  if (value === undefined || schema === undefined)
    return call.interpreter.unknown("whether a value fits its schema is known when it runs");
  return schemaProblem(value, schema) ?? null;
}

function check(call: NativeCall, given: Value, schema: Value): Value {
  const problem = problemOf(call, given, schema);
  return typeof problem === "string" ? call.interpreter.raise(validationError, problem) : none;
}

function schemaOf(call: NativeCall): Value {
  const schema = call.self && call.interpreter.attribute(call.self, "schema");
  return schema ?? call.interpreter.unknown("a schema is not known");
}

function validatorClass(name: string): ClassValue {
  return nativeClass({
    name,
    module: "jsonschema.validators",
    attributes: [
      native("__init__", (call) => {
        if (call.self) call.interpreter.setAttribute(call.self, "schema", need(call, 0, "schema"));
        return none;
      }),
      native("validate", (call) => check(call, need(call, 0, "instance"), schemaOf(call))),
      native("is_valid", (call) => {
        const problem = problemOf(call, need(call, 0, "instance"), schemaOf(call));
        return typeof problem === "object" && problem ? problem : bool(problem === null);
      }),
      native("iter_errors", (call) => {
        const problem = problemOf(call, need(call, 0, "instance"), schemaOf(call));
        if (problem === null) return call.interpreter.list([]);
        if (typeof problem !== "string") return problem;
        // Whether there are any is asked, and what they say; how many there are decides nothing.
        return call.interpreter.list([call.interpreter.call(validationError, {})]);
      }),
      ["check_schema", { kind: "wrapped", form: "static", callee: native("check", () => none)[1] }],
    ],
  });
}

/** `jsonschema`. */
export const jsonschemaNames = once((): Names => [
  native("validate", (call) => check(call, need(call, 0, "instance"), need(call, 1, "schema"))),
  ...["Draft4", "Draft6", "Draft7", "Draft201909", "Draft202012"].map(
    (draft) => [`${draft}Validator`, validatorClass(`${draft}Validator`)] as const,
  ),
  ...jsonschemaErrorNames(),
]);

/** `jsonschema.exceptions`. */
export function jsonschemaErrorNames(): Names {
  return [
    ["ValidationError", validationError],
    ["SchemaError", schemaError],
  ];
}
