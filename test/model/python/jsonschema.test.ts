import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { shown } from "./shown.ts";

/** What the name `r` is in the end. */
function result(code: string): unknown {
  const text = `import jsonschema\nfrom jsonschema import Draft7Validator, ValidationError, validate\n${code}`;
  const { module, exceptions } = evaluateModule(parsePython("dags/main.py", text), {
    files: { readText: () => undefined, list: () => undefined },
    importRoots: [""],
  });
  expect(exceptions.map((one) => `${one.className}: ${one.message}`)).toEqual([]);
  const made = module.globals.get("r");
  return made && shown(made);
}

const schema = `
schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["dag_id"],
    "properties": {
        "dag_id": {"type": "string", "minLength": 1},
        "tasks": {"type": "array", "items": {"type": "object", "required": ["id"]}},
        "start": {"type": "string", "format": "date"},
    },
    "additionalProperties": False,
}
`;

test("configurations that do not fit their schema are left out", () => {
  expect(
    result(`${schema}
r = []
for config in [{"dag_id": "a"}, {}, {"dag_id": ""}, {"dag_id": "b", "tasks": [{}]}, {"dag_id": "c", "x": 1}, {"dag_id": "d", "start": "no date"}]:
    try:
        validate(config, schema)
        r.append(config["dag_id"])
    except ValidationError:
        pass
`),
  ).toBe('["a", "d"]');
});

test("validators tell what fits", () => {
  const code = `${schema}v = Draft7Validator(schema)\n`;
  expect(result(`${code}r = [v.is_valid({"dag_id": "a"}), v.is_valid({})]`)).toBe("[true, false]");
  expect(result(`${code}r = list(v.iter_errors({"dag_id": "a"}))`)).toBe("[]");
  expect(result(`${code}r = bool(list(v.iter_errors({})))`)).toBe(true);
  expect(
    result(
      `${code}try:\n    v.validate({})\nexcept jsonschema.exceptions.ValidationError as e:\n    r = e.message`,
    ),
  ).toMatch(/^\? /);
});

test("definitions are taken where they are referred to", () => {
  const code = `
schema = {
    "definitions": {"task": {"type": "object", "required": ["id"], "properties": {"after": {"$ref": "#/definitions/name"}}}, "name": {"type": "string"}},
    "properties": {"tasks": {"type": "array", "items": {"$ref": "#/definitions/task"}}},
}
v = Draft7Validator(schema)
`;
  expect(
    result(
      `${code}r = [v.is_valid({"tasks": [t]}) for t in ({"id": 1}, {}, {"id": 1, "after": 2})]`,
    ),
  ).toBe("[true, false, false]");
  const endless = `{"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}}}`;
  expect(result(`r = Draft7Validator(${endless}).is_valid({"b": 1})`)).toMatch(/^\? /);
});

test("a schema that says more than is followed, or a value that is not known, leaves it open", () => {
  expect(result('r = Draft7Validator({"$ref": "#/x"}).is_valid({})')).toMatch(/^\? /);
  expect(result('import os\nr = Draft7Validator({}).is_valid(os.environ["X"])')).toMatch(/^\? /);
});
