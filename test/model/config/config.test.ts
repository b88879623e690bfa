import { expect, test } from "vitest";

import { readConfig } from "../../../model/config/config.ts";
import { readFixture } from "../../fixture.ts";

const codes = new Set(["cycle", "empty-dag"]);

test("a dagsight.toml says target, preset, severities and what is left out", () => {
  const text = `
airflow = 2
preset = "strict"
dagsFolder = "dags"
exclude = ["legacy/"]
baseline = ".dagsight-baseline.json"

[rules]
cycle = "warning"
empty-dag = "off"
`;
  expect(readConfig("dagsight.toml", text, codes)).toEqual({
    config: {
      airflow: 2,
      preset: "strict",
      dagsFolder: "dags",
      exclude: ["legacy/"],
      baseline: ".dagsight-baseline.json",
      rules: { cycle: "warning", "empty-dag": "off" },
    },
    problems: [],
  });
});

test("in a pyproject.toml it stands under [tool.dagsight]", () => {
  const text = `[project]\nname = "x"\n\n[tool.dagsight]\npreset = "errors"\n`;
  expect(readConfig("pyproject.toml", text, codes).config).toEqual({ preset: "errors" });
  expect(readConfig("pyproject.toml", "[project]\nname = 'x'\n", codes)).toEqual({
    config: {},
    problems: [],
  });
});

test.each([
  [
    "dagsight.toml",
    "<|presett|> = 'strict'\n",
    'There is no key "presett". Did you mean "preset"?',
  ],
  ["dagsight.toml", "<|colour|> = 1\n", "Known keys: airflow, preset"],
  ["dagsight.toml", "<|preset|> = 'strickt'\n", 'Did you mean "strict"?'],
  ["dagsight.toml", "<|preset|> = 'lax'\n", '"preset" takes one of errors, recommended, strict.'],
  [
    "dagsight.toml",
    "[rules]\n<|cycel|> = 'off'\n",
    'There is no rule "cycel". Did you mean "cycle"?',
  ],
  ["dagsight.toml", "[rules]\n<|cycle|> = 'loud'\n", "A severity is one of"],
  ["dagsight.toml", "[rules]\n<|cycle|> = 'eror'\n", 'Did you mean "error"?'],
  ["dagsight.toml", "rules = { <|cycel|> = 'off' }\n", 'There is no rule "cycel".'],
  ["dagsight.toml", "<|rules|> = 3\n", '"rules" takes a table'],
  ["dagsight.toml", "<|exclude|> = 'x'\n", '"exclude" takes a list of strings.'],
  ["pyproject.toml", "[tool.dagsight.rules]\n<|cycel|> = 'off'\n", 'There is no rule "cycel".'],
  ["pyproject.toml", "[tool.dagsight]\n<|airflow|> = 1\n", '"airflow" takes 2 or 3.'],
])("a bad key is reported at its place: %s %s", (file, marked, message) => {
  const { files, marks } = readFixture(marked);
  const text = files.get("dag.py") ?? "";
  const { problems } = readConfig(file, text, codes);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]).toMatchObject({ start: marks[0]?.start, end: marks[0]?.end });
});

test("broken TOML is one problem where it breaks", () => {
  const { problems, config } = readConfig("dagsight.toml", "preset = \n", codes);
  expect(config).toEqual({});
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain("not valid TOML");
});

test.each(["2.11", '"2"', '"2.10.5"', "2"])("airflow = %s is Airflow 2", (value) => {
  const { config, problems } = readConfig("dagsight.toml", `airflow = ${value}\n`, codes);
  expect([config.airflow, problems]).toEqual([2, []]);
});
