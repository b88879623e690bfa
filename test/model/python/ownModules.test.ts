import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { readFixture } from "./pythonFixture.ts";
import { shown } from "./shown.ts";

// How code finds its own modules and what is in them.

const workspace = `
#- dags/flows/__init__.py
#- dags/flows/b.py
from flows.base import Flow
class Daily(Flow):
    name = "daily"
def helper():
    return 1
limit = 3
#- dags/flows/a.py
from company import Other
from flows.base import Flow
class Hourly(Flow):
    name = "hourly"
#- dags/flows/base.py
from abc import ABC, abstractmethod
class Flow(ABC):
    name: str
class Rough(Flow):
    @abstractmethod
    def run(self): ...
#- dags/flows/deep/__init__.py
#- dags/flows/deep/c.py
x = 1
#- dags/flows/notes.txt
`;

/** What the name `r` is in the end. */
function result(code: string): unknown {
  const { main, files } = readFixture(`#- dags/main.py\n${code}\n${workspace}`);
  const { module } = evaluateModule(parsePython(main.path, main.text), {
    files,
    importRoots: ["dags", ""],
  });
  const made = module.globals.get("r");
  return made && shown(made);
}

test("pkgutil lists the modules of a package by name", () => {
  const code = "import pkgutil, flows\n";
  expect(result(`${code}r = [m.name for m in pkgutil.iter_modules(flows.__path__)]`)).toBe(
    '["a", "b", "base", "deep"]',
  );
  expect(
    result(`${code}r = [(n, p) for _, n, p in pkgutil.walk_packages(flows.__path__, "flows.")]`),
  ).toBe(
    '[("flows.a", <bool>), ("flows.b", <bool>), ("flows.base", <bool>), ("flows.deep", <bool>), ("flows.deep.c", <bool>)]'
      .replace(/(deep", )<bool>/, "$1true")
      .replaceAll("<bool>", "false"),
  );
  expect(
    result(
      "import os, pkgutil\nr = [m.name for m in pkgutil.iter_modules([os.path.dirname(__file__) + '/flows/deep'])]",
    ),
  ).toBe('["c"]');
  expect(result("import pkgutil\nr = pkgutil.iter_modules()")).toMatch(/^\? /);
});

test("inspect finds the classes and functions of a module", () => {
  const code = "import inspect\nfrom flows import a, b, base\n";
  expect(result(`${code}r = [n for n, c in inspect.getmembers(b, inspect.isclass)]`)).toBe(
    '["Daily", "Flow"]',
  );
  expect(result(`${code}r = [n for n, f in inspect.getmembers(b, inspect.isfunction)]`)).toBe(
    '["helper"]',
  );
  expect(
    result(
      `${code}r = [c.name for _, c in inspect.getmembers(b, lambda m: inspect.isclass(m) and m.__module__ == b.__name__)]`,
    ),
  ).toBe('["daily"]');
  expect(result(`${code}r = [inspect.isabstract(c) for c in (base.Flow, base.Rough)]`)).toBe(
    "[false, true]",
  );
});

test("what an unknown name of a module is stays open", () => {
  const code = "import inspect\nfrom flows import a\n";
  expect(result(`${code}r = inspect.getmembers(a, inspect.isclass)`)).toMatch(/, …\]$/);
  expect(result(`${code}r = inspect.getmembers(a)`)).toMatch(/^\? /);
  expect(result(`${code}r = inspect.getmembers(a, lambda m: isinstance(m, str))`)).toMatch(/^\? /);
});

test("a loop over modules imports them and makes what is in them", () => {
  expect(
    result(`
import importlib, inspect, pkgutil
import flows
from flows.base import Flow
r = []
for info in pkgutil.iter_modules(flows.__path__):
    if info.ispkg or info.name == "a":
        continue
    module = importlib.import_module(f"flows.{info.name}")
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if issubclass(cls, Flow) and cls is not Flow and not inspect.isabstract(cls):
            r.append(cls().name)
`),
  ).toBe('["daily"]');
});
