import { expect, test } from "vitest";

import { snapshotOfText } from "../rules/checkText.ts";

const others = {
  "pkg/__init__.py": '"""Sales of the day."""\n',
  "pkg/sub.py": "",
  "bare/x.py": "",
};

test("a module has what Python gives to each: its docstring, package, folders and what is known only when it runs", () => {
  const text = `
import bare.x
import pkg.sub
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

facts = (pkg.__spec__, pkg.__loader__, pkg.__cached__, pkg.__builtins__, pkg.__class__, __builtins__)
with DAG("d", schedule=None):
    EmptyOperator(task_id=pkg.__doc__.split()[0])
    EmptyOperator(task_id=f"{pkg.sub.__package__}_{pkg.sub.__doc__}_{pkg.__name__}")
    EmptyOperator(task_id=f"{len(pkg.__path__)}_{pkg.__path__[0][-4:].replace('/', '-')}")
    EmptyOperator(task_id=f"bare_{len(bare.__path__)}")
`;
  const { reading, findings } = snapshotOfText(text, { others, codes: ["load-error"] });
  expect(findings).toEqual([]);
  expect([...(reading.dags[0]?.tasks.keys() ?? [])]).toEqual([
    "Sales",
    "pkg_None_pkg",
    "1_-pkg",
    "bare_1",
  ]);
});

test("what no module has is still an error", () => {
  const text =
    "import pkg\nfrom airflow.sdk import DAG\n\nprint(pkg.__version__)\ndag = DAG('d')\n";
  const { findings } = snapshotOfText(text, { others, codes: ["load-error"] });
  expect(findings.map(({ message }) => message).join()).toContain("'pkg' has no attribute");
});
