import { expect, test } from "vitest";

import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { readFixture } from "./pythonFixture.ts";
import { shown } from "./shown.ts";

const ini = `
#- dags/app.ini
; who runs it
[DEFAULT]
Owner = me
[db]
host = local
port: 5432
url = %(host)s:%(port)s/100%%
names = a
  b

  c
flag = Yes
empty =
[Tables]
Users = 1
`;

/** What the names `r…` are in the end, or what Python raises. */
function results(code: string, files = ini): unknown[] {
  const { main, files: workspace } = readFixture(`#- dags/main.py\n${code}\n${files}`);
  const { module, exceptions } = evaluateModule(parsePython(main.path, main.text), {
    files: workspace,
    importRoots: ["dags", ""],
  });
  expect(exceptions.map((one) => `${one.className}: ${one.message}`)).toEqual([]);
  return [...module.globals].filter(([name]) => /^r\d*$/.test(name)).map(([, v]) => shown(v));
}

const opened = `
import configparser, os
config = configparser.ConfigParser()
config.read(os.path.join(os.path.dirname(__file__), "app.ini"))
`;

test("options are found by section, with those of all sections and what they refer to", () => {
  expect(
    results(`${opened}
r1 = config.sections()
r2 = config["db"]["URL"], config.get("db", "owner"), config["db"]["names"].split()
r3 = config.getint("db", "port"), config.getboolean("db", "flag"), config["db"].get("empty")
r4 = config.get("db", "none", fallback="f"), config["db"].get("none"), config.has_option("db", "x")
r5 = [name for name in config], dict(config["Tables"]), "db" in config, "x" in config
r6 = config.get("db", "url", raw=True)`),
  ).toEqual([
    '["db", "Tables"]',
    '("local:5432/100%", "me", ["a", "b", "c"])',
    '(5432, true, "")',
    '("f", null, false)',
    '(["DEFAULT", "db", "Tables"], {"users": "1", "owner": "me"}, true, false)',
    '"%(host)s:%(port)s/100%%"',
  ]);
});

test("texts, dicts, files and settings of a parser", () => {
  expect(
    results(`
from configparser import ConfigParser, RawConfigParser, NoSectionError
raw = RawConfigParser()
raw.read_string("[a]\\nX = %(y)s\\n")
r1 = raw["a"]["x"]
named = ConfigParser(allow_no_value=True)
named.optionxform = str
named.read_dict({"s": {"Key": 1}})
named.add_section("t")
named.set("t", "Q", "w")
r2 = dict(named["s"]), named["t"]["Q"], named.items("t")
try:
    named.get("u", "v")
except NoSectionError:
    r3 = "no section"
with open("dags/app.ini") as file:
    raw.read_file(file)
r4 = raw.get("Tables", "users")`),
  ).toEqual(['"%(y)s"', '({"Key": "1"}, "w", [("Q", "w")])', '"no section"', '"1"']);
});

test("what is read from elsewhere leaves the whole parser open", () => {
  expect(
    results(`${opened}
config.read("/etc/app.ini")
r = config["db"]["host"]`),
  ).toEqual([expect.stringMatching(/^\? /)]);
});
