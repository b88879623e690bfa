import { expect, test } from "vitest";

import { operatorClassFacts, operatorClassNames } from "../../../model/catalogue/catalogue.ts";

test("a class looked for by its name is the one that the index of all has", () => {
  const looked = ["BashOperator", "PythonSensor", "EmptyOperator", "NoSuchOperator", "", "a|b"];
  const found = looked.map((name) => operatorClassFacts(name, "airflow.providers.standard"));
  const names = operatorClassNames("");
  expect(names).toContain("BashOperator");
  expect(looked.map((name) => operatorClassFacts(name, "airflow.providers.standard"))).toEqual(
    found,
  );
  expect(found[0]?.module).toMatch(/^airflow\.providers\.standard\.operators\.bash$/);
  expect(found[3]).toBeUndefined();
});
