import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { tokenize } from "../../../model/python/parser/tokens.ts";

// What is half typed is normal: nothing may throw, nothing may take long.

const folder = new URL("./cpython/", import.meta.url);
const programs = readFileSync(new URL("programs.py", folder), "utf8").split(/^----\n/m);
const host = { files: { readText: () => undefined, list: () => undefined }, importRoots: [""] };

function check(text: string): void {
  const started = process.cpuUsage();
  const module = parsePython("a.py", text);
  for (const { start, end } of module.syntaxErrors) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
  }
  evaluateModule(module, host);
  // The processor's time, since other tests run beside this one.
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(1000);
}

test("every beginning of a program is read and evaluated", () => {
  for (const program of programs)
    for (let end = 0; end < program.length; end += 97) check(program.slice(0, end));
}, 30_000);

test("every program with one token left out is read and evaluated", () => {
  for (const program of programs) {
    const tokens = tokenize(program, {
      from: 0,
      to: program.length,
      bracketed: false,
      recover: false,
    });
    for (let at = 0; at < tokens.starts.length; at += 61)
      check(program.slice(0, tokens.starts[at]) + program.slice(tokens.ends[at]));
  }
}, 30_000);

test.each([
  "while True: pass",
  "x = [1]\nfor y in x: x.append(y)",
  "def f(): f()\nf()",
  "def f(n):\n    return [f(n - 1) for _ in range(10)]\nf(10)",
  "x = 'a'\nfor i in range(100): x += x",
  "x = [1]\nfor i in range(100): x += x",
  "x = 2\nfor i in range(100): x = x ** 2",
  "x = {}\nx['x'] = x\ny = str(x), repr([x]), x == x",
  "x = []\nx.append(x)\ny = str(x), x == [x], f'{x}'",
  "class A:\n    def __getattr__(self, n): return self.x\nA().y",
  "class A:\n    def __eq__(self, o): return self == o\nA() == A()",
  "class A:\n    def __repr__(self): return repr(self)\nr = repr(A())",
  "class A(A): pass",
  "import a",
  "from . import a",
  "f = lambda: f()\nf()",
  "import itertools\nr = list(itertools.product(range(100), repeat=5))",
  "import itertools\nr = sum(itertools.count())",
  "import re\nr = re.match('(a+)+$', 'a' * 5000 + 'b')",
  "x = " + "(".repeat(100) + ")".repeat(100),
  `x = ${"a.".repeat(2000)}b`,
  `x = ${"1 + ".repeat(5000)}1`,
  `x = ${"f(".repeat(150)}${")".repeat(150)}`,
  "if x:\n   pass\n",
  Array.from({ length: 90 }, (_, level) => `${" ".repeat(level)}if True:`).join("\n") +
    `\n${" ".repeat(90)}x = 1`,
  `def f(x):\n    return ${"f(".repeat(40)}x${")".repeat(40)}\nf(1)`,
  "def g():\n    while True: yield 1\nfor x in g(): pass",
  "x = range(10 ** 30)\nr = list(x), len(x), sum(x)",
  "r = '%1000000000d' % 5, f'{5:1000000000}', 'a'.ljust(10 ** 12)",
  "r = 10 ** 10 ** 10, 1 << 10 ** 10, int('9' * 100000)",
])("nothing hangs: %j", (source) => {
  check(source);
});

test("no part of a broken text ends before it begins", () => {
  const texts = [
    "f(  with g(1):\n    pass\n",
    "f(a,  for x",
    "x[  \n",
    "print(f'{  }'",
    "d = {  : 1,",
  ];
  const prefixes = programs.flatMap((program) =>
    Array.from({ length: Math.floor(program.length / 499) }, (_, at) => program.slice(0, at * 499)),
  );
  const wrong: string[] = [];
  for (const text of [...texts, ...prefixes])
    JSON.stringify(parsePython("a.py", text).body, (key, value: unknown) => {
      const node = value as { readonly start?: number; readonly end?: number } | null;
      if (typeof node === "object" && Number(node?.start) > Number(node?.end))
        wrong.push(`${text.slice(-40)}: ${node?.start ?? ""}-${node?.end ?? ""}`);
      return big(key, value);
    });
  expect(wrong).toEqual([]);
});

test("reading is deterministic", () => {
  for (const program of programs)
    expect(JSON.stringify(parsePython("a.py", program).body, big)).toBe(
      JSON.stringify(parsePython("a.py", program).body, big),
    );
});

function big(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
