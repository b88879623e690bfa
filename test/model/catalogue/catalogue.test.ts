import { expect, test } from "vitest";

import { allArguments, operatorClassFacts } from "../../../model/catalogue/catalogue.ts";

test("a class is found by name and module, with what its templates are", () => {
  const facts = operatorClassFacts("BashOperator", "airflow.providers.standard.operators.bash");
  expect(facts?.templateFields).toEqual(["bash_command", "env", "cwd"]);
  expect(facts?.ownArguments?.[0]).toEqual({
    name: "bash_command",
    required: true,
    default: undefined,
    type: "str/ArgNotSet",
  });
  expect(facts?.summary).toMatch(/Bash/);
});

test("a class is found through the module that handed it on", () => {
  const facts = operatorClassFacts("PythonOperator", "airflow.operators.python_operator");
  expect(facts?.name).toBe("PythonOperator");
});

test("arguments of the bases count, as far as a class passes them on", () => {
  const facts = operatorClassFacts("BranchPythonOperator", "airflow.operators.python");
  const names = facts && allArguments(facts)?.map(({ name }) => name);
  expect(names).toContain("python_callable");
});

test("a class that no package has is not known", () => {
  expect(operatorClassFacts("MyOperator", "company.operators")).toBeUndefined();
});

test("a branching class without arguments of its own has no base to look for but its own", () => {
  const facts = operatorClassFacts("LatestOnlyOperator", "airflow.operators.latest_only");
  expect(facts?.base).toBe("BaseBranchOperator");
});
