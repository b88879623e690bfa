import { describe, expect, test } from "vitest";
import { parsePython } from "../../../model/python/parse.ts";
import type { Module } from "../../../model/python/syntax.ts";

function kinds(text: string): string[] {
  return parsePython("a.py", text).body.map((statement) => statement.kind);
}

function messages(module: Module): string[] {
  return module.syntaxErrors.map((error) => error.message);
}

describe("valid Python has no syntax errors", () => {
  const sources: readonly string[] = [
    "x = 1\n",
    "def f(a, /, b: int = 2, *args: *Ts, c, **kw) -> None: ...",
    "with (open('a') as f, open('b') as g,):\n    pass",
    "with (a, b) as c, d as self.x, e as (p, q):\n  pass\n",
    "with (yield_ as x): pass",
    "@a[0].b(c)\n@(lambda f: f)\nclass C[T: int = str, *Ts, **P](B, metaclass=M): x: int = 1",
    "def g():\n  x = yield\n  yield\n  y = (yield)\n  return *a, *b",
    "for x in *a, *b: print(x)",
    "a[*b], a[1:2, ::3], a[b:=c]",
    "lambda a, /, b=1, *, c, **d: (yield_, a)",
    "match x:\n  case {'a': [1, *_], **rest} if rest: pass\n  case C(a, b=-1 + 2j) | None as d: pass\n  case 1, *xs: ...\n  case str(): pass\n  case _: pass",
    "match = {'a': 1}; match['a']; match(x); match.y = 2\nprint(match)",
    "type X[T] = list[T]\ntype = 3\ntype(x)",
    "try: pass\nexcept* (A, B) as e: pass",
    "try: pass\nexcept A, B: pass",
    "f'{x!r:>{w}} {{}} {a['b']} {d=} {{{c}}} {lambda_:%Y-%m}' 'plain' rf\"\\d{x}\"",
    "f'''{\n  a  # why\n}'''\nt'{x}'",
    "x = 5. + .5e-3 + 0x_ff + 0b1 + 1_000j + 0o17 + 00",
    "print >>f, 'x'",
    "if (n := 10) > 5: pass\nelif n: pass\nelse: pass",
    "async def f():\n  async for x in y: await z\n  async with a as b: pass\n  return [i async for i in j if await k]",
    "\ufeffx = 1",
    "if x:\n\ty = 1\n\tz = 2\n\n   # odd comment\nw = 3\n   ",
    "x = 1 \\\n  + 2\n\\\n\ny = 3",
    "naïve = 'é'; Ω = 1",
    "a = b = c\na += 1; b: int\n(x): int = 2\nx.y: str\n",
    "def f(): pass\r\nif x:\r\n  y\r\n",
    "[x for *a, b in c], {**a, 'b': 1}, {*a}, {k: v for k, v in d}, (x for x in y)",
    "not a in b, a not in b is not c, -x ** -y, await_",
    "global_x = 1\ndef f():\n  global x, y\n  def g():\n    nonlocal_ = 1\n    def h():\n      nonlocal nonlocal_",
    "x = 1if y else 2",
    "class A: pass; x = 1",
    "raise A from b\nassert x, 'y'\ndel a, b[0], (c)\nimport a.b as c, d\nfrom ... import e\nfrom .f import (g as h,)\nfrom i import *",
  ];
  test.each(sources)("%j", (source) => {
    expect(messages(parsePython("a.py", source))).toEqual([]);
  });
});

describe("what Python refuses is a syntax error", () => {
  const sources: readonly string[] = [
    "x = ",
    "print 'x'",
    "f(a=1, 2)",
    "f(a=1, a=2)",
    "f(**a, *b)",
    "1 = x",
    "f() += 1",
    "def f(a=1, b): pass",
    "def f(a, a): pass",
    "if x:\npass",
    "  x = 1",
    "if x:\n    a\n  b",
    "if x:\n\ta\n        b",
    "return 1",
    "break",
    "yield x",
    "x = (1,\n",
    "x = 'abc\n",
    "x = '''abc\n",
    "x = 012",
    "x = 10L",
    "else: pass",
    "try: pass",
    "a b",
    "x = `1`",
    "f'{}'",
    "f'{a b}'",
    "f'{a'",
    "f'}'",
    "for x y: pass",
    "import",
    "from x import a,",
    "class",
    "lambda x=1, y: 1",
    "b'é'",
    "def f(*): pass",
    "x = *a",
    "@a\nx = 1",
    "exec 'x'",
    "a <> b",
    "async def f(): pass\nawait f()",
    "if x = 1: pass",
    "del f()",
    "'\\x1'",
  ];
  test.each(sources)("%j", (source) => {
    expect(messages(parsePython("a.py", source))).not.toEqual([]);
  });
});

describe("a broken line costs no more than itself", () => {
  const before = "from airflow import DAG\n";
  const after = "\ndef f():\n    return 1\n\nlast = f()\n";
  const damages: readonly string[] = [
    "a >> ",
    "foo(",
    'BashOperator(task_id="',
    'x = {"a": ',
    "x = [1, 2",
    "if x",
    "with DAG('a'",
    "for x in",
    'f"load_{table',
    "x = = 3",
    ")",
    "class A(",
    "@task",
  ];
  test.each(damages)("%s", (damage) => {
    expect(kinds(before + damage + after).slice(-1)).toEqual(["Assign"]);
    expect(kinds(before + damage + after)).toContain("FunctionDef");
  });

  test("an unfinished call keeps the statements below it", () => {
    const text =
      "with DAG('a') as dag:\n    a = Op(task_id='a'\n    b = Op(task_id='b')\n    a >> b\n";
    const [statement] = parsePython("a.py", text).body;
    expect(statement?.kind === "With" && statement.body.map((inner) => inner.kind)).toEqual([
      "Assign",
      "Assign",
      "ExpressionStatement",
    ]);
  });
});

describe("nothing is too much", () => {
  test.each([
    ["(", 5000],
    ["[", 5000],
    ["{", 5000],
    ["-", 5000],
    ["not ", 5000],
    ["lambda: ", 5000],
    ["f(", 5000],
    ["a if b else ", 5000],
    ["a.", 5000],
    ["a+", 20000],
    ["a**", 5000],
    ["f'{", 500],
    ["if x:\n", 500],
    ["await ", 3000],
    ["()", 20000],
    ["*", 1000],
    ["@", 1000],
    ["x=", 5000],
    ["'", 2000],
    ['"""', 2000],
  ])("%j × %d", (piece, count) => {
    expect(parsePython("a.py", piece.repeat(count)).kind).toBe("Module");
  });

  test("deep blocks", () => {
    let text = "";
    for (let level = 0; level < 300; level++) text += `${" ".repeat(level)}if x:\n`;
    expect(parsePython("a.py", text).kind).toBe("Module");
  });
});
