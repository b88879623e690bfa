import { describe, expect, test } from "vitest";
import { evaluateModule, type Evaluation } from "../../../model/python/evaluate.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  type Binding,
  type Host,
} from "../../../model/python/native.ts";
import { parsePython } from "../../../model/python/parse.ts";
import type { Value } from "../../../model/python/value.ts";
import { readFixture } from "./pythonFixture.ts";
import { shown } from "./shown.ts";

/** Evaluates the first file of a fixture; the others are its workspace. */
function run(source: string, host: Partial<Host> = {}): Evaluation {
  const { main, files } = readFixture(source);
  return evaluateModule(parsePython(main.path, main.text), {
    files,
    importRoots: ["dags", ""],
    ...host,
  });
}

/** What the name `r` is in the end. */
function result(source: string, host?: Partial<Host>): unknown {
  const { module, exceptions } = run(source, host);
  expect(exceptions.map((one) => `${one.className}: ${one.message}`)).toEqual([]);
  const value = module.globals.get("r");
  return value && shown(value);
}

describe("what is not known stays not known, and says why", () => {
  test.each([
    ["import company.ops\nr = company.ops.make()", "? module company.ops is not in this workspace"],
    ["from company import x\nr = x + 1", "? module company is not in this workspace"],
    ["import random\nr = random.choice([1])", "? random.choice is known only when it runs"],
    [
      "from datetime import datetime\nr = datetime.now()",
      "? now() depends on when the file is loaded",
    ],
    ["import os\nr = os.environ['A']", "? environment variable A is known only when it runs"],
    ["r = open('nowhere.txt').read()", "? file nowhere.txt is not in this workspace"],
    ["def f(n): return f(n + 1)\nr = f(0)", "? too large to follow"],
    ["r = 10 ** 100000", "? too large to follow"],
    ["r = 'a' * 10 ** 9", "? too large to follow"],
    ["r = [0] * 10 ** 8", "? too large to follow"],
    ["r = input()", "? input() is known only when it runs"],
  ])("%j", (source, expected) => {
    expect(String(result(source)).replace(/ \{.*\}$/, "")).toBe(expected);
  });
});

describe("text that is known in part keeps a pattern", () => {
  test.each([
    ["f'load_{x}'", "load_{x}"],
    ["'load_' + x", "load_{x}"],
    ["x + '_' + x", "{x}_{x}"],
    ["'load_%s' % x", "load_{x}"],
    ["'load_{}'.format(x)", "load_{x}"],
    ["'_'.join(['a', x])", "a_{x}"],
    ["f'{x.name}_{x[0]}_{x()}'", "{x.name}_{x[0]}_{x()}"],
  ])("%s", (expression, pattern) => {
    const { module } = run(`from company import x\nr = ${expression}`);
    const value = module.globals.get("r");
    expect(value?.kind === "unknown" && value.pattern).toBe(pattern);
  });

  test("an unknown loop variable is called by its name", () => {
    const { module } = run(
      "from company import tables\nfor table in tables:\n    r = f'load_{table}'\n",
    );
    const value = module.globals.get("r");
    expect(value?.kind === "unknown" && value.pattern).toBe("load_{table}");
  });
});

describe("both ways of an unknown condition are followed", () => {
  const before = "from company import c\n";
  test.each([
    ["if c:\n    r = 1\nelse:\n    r = 2", "1 or 2"],
    ["r = 1\nif c:\n    r = 1", 1],
    ["if c:\n    r = 1", 1],
    ["r = 1 if c else 2", "1 or 2"],
    ["def f():\n    if c:\n        return 1\n    return 2\nr = f()", "1 or 2"],
    ["def f():\n    if c:\n        raise ValueError\n    return 2\nr = f()", 2],
    ["r = None\nfor x in c:\n    r = 5\n", "? module company is not in this workspace {r}"],
    ["r = [1]\nif c:\n    r.append(2)\n", "[1, 2, …]"],
    [
      "def f():\n    x = []\n    x.append(1)\n    return x\nif c:\n    r = f()\nelse:\n    r = 3",
      "[1] or 3",
    ],
    ["match c:\n    case 1:\n        r = 1\n    case _:\n        r = 2", "1 or 2"],
    ["try:\n    import nowhere\n    r = True\nexcept ImportError:\n    r = False", "true or false"],
    ["r = c or 5", "? module company is not in this workspace"],
    ["if c:\n    x = 1\nelse:\n    x = 2\nr = x + 1", "2 or 3"],
    ["if c:\n    x = 1\nelse:\n    x = 2\nr = x > 0", true],
  ])("%j", (source, expected) => {
    expect(result(before + source)).toBe(expected);
  });

  test("the host hears of the condition, and of the certainty inside it", () => {
    const heard: string[] = [];
    const note = nativeFunction("note", (call) => {
      const text = call.positional[0]?.value;
      heard.push(
        `${text?.kind === "str" ? text.value : "?"} ${call.interpreter.context().certainty}`,
      );
      return { kind: "none" };
    });
    run(
      `${before}from host import note
note("top")
if c:
    note("if")
else:
    note("else")
for i in [1]:
    note("loop")
def f():
    note("helper")
    if c:
        return
    note("after return")
f()
[note("list") for _ in "a"]
if True:
    note("known")
with open("x") as h:
    note("with")
for y in c:
    note("unknown loop")
note("end")
`,
      {
        importModule: (name) =>
          name === "host" ? nativeModule("host", [["note", note]]) : undefined,
        onUnknownCondition: (unknown) => heard.push(`condition: ${unknown.reason}`),
      },
    );
    expect(heard).toMatchInlineSnapshot(`
      [
        "top certain",
        "condition: module company is not in this workspace",
        "if dynamic",
        "else dynamic",
        "loop inferred",
        "helper inferred",
        "condition: module company is not in this workspace",
        "after return dynamic",
        "list inferred",
        "known certain",
        "with certain",
        "condition: module company is not in this workspace",
        "unknown loop dynamic",
        "end certain",
      ]
    `);
  });
});

describe("imports follow the workspace as Python does", () => {
  test.each([
    [
      "#- dags/a.py\nfrom lib.b import x as r\n#- dags/lib/__init__.py\n#- dags/lib/b.py\nx = 5\n",
      5,
    ],
    ["#- dags/a.py\nimport lib.b\nr = lib.b.x\n#- dags/lib/b.py\nx = 5\n", 5],
    ["#- dags/a.py\nfrom lib import *\nr = x\n#- dags/lib.py\nx = 5\n_y = 1\n", 5],
    ["#- dags/a.py\nfrom lib import *\nr = x\n#- dags/lib.py\n__all__ = ['x']\nx = 5\n", 5],
    ["#- dags/a.py\nfrom .b import x as r\n#- dags/b.py\nx = 5\n", 5],
    ["#- dags/p/a.py\nfrom ..b import x as r\n#- dags/b.py\nx = 5\n", 5],
    [
      "#- dags/a.py\nfrom lib import b\nr = b.x\n#- lib/b.py\nfrom . import c\nx = c.y\n#- lib/c.py\ny = 7\n",
      7,
    ],
    [
      "#- dags/a.py\nimport one\nr = one.x, one.two.y\n#- dags/one.py\nx = 1\nimport two\n#- dags/two.py\nimport one\ny = one.x + 1\n",
      "(1, 2)",
    ],
    [
      "#- dags/a.py\nfrom lib import r\n#- dags/lib/__init__.py\nfrom .inner import r\n#- dags/lib/inner.py\nr = __name__\n",
      '"lib.inner"',
    ],
    [
      "#- dags/a.py\nimport importlib\nr = importlib.import_module('b').x\n#- dags/b.py\nx = 5\n",
      5,
    ],
  ])("%j", (source, expected) => {
    const value = result(source);
    expect(typeof expected === "string" ? value : value).toBe(expected);
  });

  test("what a file depends on is told, also what was not there", () => {
    const { dependsOn, unknowns } = run(
      "#- dags/a.py\nimport b, missing\n#- dags/b.py\nimport c\n#- c.py\n",
    );
    expect(dependsOn).toEqual(expect.arrayContaining(["dags/b.py", "c.py", "dags/missing.py"]));
    expect(unknowns.map((one) => one.reason)).toEqual(["module missing is not in this workspace"]);
  });

  test("a name that a followed module does not have is Python's ImportError", () => {
    const { exceptions } = run("#- dags/a.py\nfrom b import nope\n#- dags/b.py\nx = 1\n");
    expect(exceptions.map((one) => `${one.className}: ${one.message}`)).toEqual([
      "ImportError: cannot import name 'nope' from 'b'",
    ]);
  });
});

describe("files of the workspace are read", () => {
  const files = `
#- dags/conf/a.yaml
name: x
on: [1, 2.5, yes]
when: 2024-01-01
#- dags/conf/b.json
{"k": [1, null]}
#- dags/conf/c.csv
id,name
1,ann
2,"bob, jr"
#- dags/conf/d.toml
[t]
k = 1
`;
  test.each([
    [
      "import yaml\nr = yaml.safe_load(open('/dags/conf/a.yaml'))['on'] if False else yaml.safe_load(open('/dags/conf/a.yaml'))['name']",
      '"x"',
    ],
    [
      "import json\nfrom pathlib import Path\nr = json.loads((Path(__file__).parent / 'conf' / 'b.json').read_text())['k'][0]",
      1,
    ],
    [
      "import os, glob\nr = [os.path.basename(p) for p in sorted(glob.glob(os.path.join(os.path.dirname(__file__), 'conf', '*.yaml')))]",
      '["a.yaml"]',
    ],
    [
      "import os\nr = sorted(os.listdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'conf')))",
      '["a.yaml", "b.json", "c.csv", "d.toml"]',
    ],
    [
      "from pathlib import Path\nr = sorted(p.stem for p in Path(__file__).parent.rglob('*.*') if p.suffix == '.json')",
      '["b"]',
    ],
    [
      "import csv\nwith open('/dags/conf/c.csv') as f:\n    r = [row['name'] for row in csv.DictReader(f)]",
      '["ann", "bob, jr"]',
    ],
    [
      "import tomllib\nwith open('/dags/conf/d.toml', 'rb') as f:\n    r = tomllib.load(f)['t']['k']",
      1,
    ],
    ["r = [line.strip() for line in open('/dags/conf/c.csv')][1]", '"1,ann"'],
    ["from pathlib import Path\nr = Path(__file__).stem", '"a"'],
    [
      "import json\nwith open('/opt/airflow/dags/conf/b.json') as f:\n    r = json.load(f)['k'][1]",
      null,
    ],
  ])("%j", (source, expected) => {
    expect(result(`#- dags/a.py\n${source}\n${files}`)).toBe(expected);
  });
});

describe("what a host is told", () => {
  test("names with their places", () => {
    const bindings: string[] = [];
    run(
      "a = 1\nwith open('x') as b: pass\nfor c in [1]: pass\ndef d(): pass\nclass E: pass\nimport os as f\n(g := 2)\nE.h = 3\n",
      {
        onBind: ({ name, form, span }: Binding) => bindings.push(`${form} ${name} ${span.start}`),
      },
    );
    expect(bindings).toEqual([
      "assign a 0",
      "with b 24",
      "for c 36",
      "def d 55",
      "class E 71",
      "import f 92",
      "walrus g 95",
      "attribute E.h 103",
    ]);
  });

  test("calls of natives with the place of each argument, and unknown calls", () => {
    const source =
      "from host import Op\nfrom company import go\nx = Op('a', key=[1])\ngo(x)\ny = x >> Op('b')\n";
    const heard: string[] = [];
    const at = (span: { start: number; end: number } | undefined): string =>
      span ? source.slice(span.start, span.end) : "-";
    const op = nativeClass({
      name: "Op",
      module: "host",
      attributes: [
        [
          "__init__",
          nativeFunction("__init__", (call) => {
            const key = call.keywords.get("key");
            heard.push(
              `${at(call.span)}: ${at(call.positional[0]?.span)} ${at(key?.span)} ${at(key?.keywordSpan)}`,
            );
            return { kind: "none" };
          }),
        ],
        [
          "__rshift__",
          nativeFunction("__rshift__", (call) => {
            heard.push(`${at(call.span)}: ${at(call.selfSpan)} ${at(call.positional[0]?.span)}`);
            return call.positional[0]?.value ?? { kind: "none" };
          }),
        ],
      ],
    });
    run(source, {
      importModule: (name) => (name === "host" ? nativeModule("host", [["Op", op]]) : undefined),
      onUnknownCall: (callee, call) => {
        heard.push(`unknown ${callee.path ?? ""} ${at(call.positional[0]?.span)}`);
        return undefined;
      },
    });
    expect(heard).toEqual([
      "Op('a', key=[1]): 'a' [1] key=[1]",
      "unknown company.go x",
      "Op('b'): 'b' - -",
      "x >> Op('b'): x Op('b')",
    ]);
  });

  test("workspace classes inherit from native ones", () => {
    const base = nativeClass({
      name: "Base",
      module: "host",
      attributes: [
        [
          "__init__",
          nativeFunction("__init__", (call) => {
            if (call.self?.kind === "instance")
              call.self.attributes.set("id", call.keywords.get("id")?.value ?? { kind: "none" });
            return { kind: "none" };
          }),
        ],
      ],
    });
    const source = `
from host import Base
class Mine(Base):
    def __init__(self, name, **kw):
        super().__init__(id=f"my_{name}", **kw)
        self.name = name
m = Mine("x")
r = m.id, m.name, isinstance(m, Base)
`;
    const host: Partial<Host> = {
      importModule: (name) =>
        name === "host" ? nativeModule("host", [["Base", base]]) : undefined,
    };
    expect(result(source, host)).toBe('("my_x", "x", true)');
  });

  test("an uncaught exception is told, and what comes after is read all the same", () => {
    const { module, exceptions } = run("a = 1\nb = 1 / 0\nc = 2\n");
    expect(module.globals.get("c")?.kind).toBe("int");
    expect(exceptions[0]).toMatchObject({
      className: "ZeroDivisionError",
      span: { start: 6, end: 15 },
    });
  });

  test("the default of an environment variable is marked as inferred", () => {
    const { module } = run(
      "import os\na = os.getenv('X', 'dev')\nb = f'{a}_x'\nc = a == 'dev'\nd = 'dev'\n",
    );
    const inferred = [...module.globals]
      .filter(([, value]) => value.inferred !== undefined)
      .map(([name]) => name);
    expect(inferred).toEqual(["a", "b", "c"]);
  });
});

describe("a value knows where it is written", () => {
  test.each([
    ["r = 'abc'", "abc"],
    ["x = 'abc'\nr = x", "abc"],
    ["r = [1, 2]", "[1, 2]"],
    ["r = {'a': 1}['a']", "1"],
    ["r = f'a{1}'", "f'a{1}'"],
    ["def r(): pass", "def r(): pass"],
  ])("%j", (source, expected) => {
    const value: Value | undefined = run(source).module.globals.get("r");
    expect(source.slice(value?.span?.start, value?.span?.end)).toBe(expected);
  });
});

test("evaluating twice gives the same", () => {
  const source =
    "import sys\nfrom collections import defaultdict\nsys.path.append('x')\nd = defaultdict(list)\nd['a'].append(1)\nr = dict(d)\n";
  expect(result(source)).toEqual(result(source));
});

describe("what a condition says of a name holds where it was asked", () => {
  const either = `from company import stage\ns = "k" if stage else None\n`;
  test.each([
    ['r = "_" + s if s else ""', '"_k" or ""'],
    ['r = "" if not s else "_" + s', '"" or "_k"'],
    ['r = "" if s is None else "_" + s', '"" or "_k"'],
    ['r = "_" + s if s == "k" and stage else ""', '"_k" or ""'],
    ['r = s and "_" + s', 'null or "_k"'],
    ['r = s is None or "_" + s', 'true or "_k"'],
    ['r = ["_" + one for one in [s] if one]', '["_k", …]'],
    ['if s:\n    r = "_" + s\nelse:\n    r = "_k"', '"_k"'],
    ['if s is not None:\n    r = s\nelse:\n    r = "k"', '"k"'],
    ['if not s:\n    s = "k"\nr = s', '"k"'],
    ['def f(a):\n    if a is None:\n        return "_k"\n    return "_" + a\nr = f(s)', '"_k"'],
    ['def f():\n    return "_" + s if s else "_k"\nr = f()', '"_k"'],
  ])("%s", (source, expected) => {
    expect(result(either + source)).toEqual(expected);
  });

  test("and no longer after that", () => {
    const after = `def f():\n    if s is None:\n        return 1\n    return 2\nf()\nr = s`;
    expect(result(either + after)).toEqual('"k" or null');
  });
});
