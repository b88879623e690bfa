import { expect, test } from "vitest";

import { airflowFor } from "../../../model/workspace/airflowFor.ts";
import { dagsFolderAround } from "../../../model/workspace/importRoots.ts";
import { filesOf } from "../rules/checkText.ts";

test("the nearest folder that pins Airflow counts", () => {
  const files = filesOf(
    new Map([
      ["requirements.txt", "apache-airflow==3.1.0\n"],
      ["old/requirements.txt", "apache-airflow==2.9.1\n"],
      ["old/dags/a.py", ""],
      ["dags/b.py", ""],
    ]),
  );
  expect(airflowFor(files, "old/dags/a.py")).toEqual({ airflow: 2, airflowIsGuess: false });
  expect(airflowFor(files, "dags/b.py")).toEqual({ airflow: 3, airflowIsGuess: false });
  const alone = filesOf(new Map([["a.py", ""]]));
  expect(airflowFor(alone, "a.py")).toEqual({ airflow: 3, airflowIsGuess: true });
});

test("folders between the workspace and one outside of it do not lie around a file there", () => {
  const files = filesOf(
    new Map([
      ["../requirements.txt", "apache-airflow==2.9.1\n"],
      ["../../other/dags/a.py", ""],
    ]),
  );
  expect(airflowFor(files, "../../other/dags/a.py").airflowIsGuess).toBe(true);
  expect(airflowFor(files, "../b.py").airflow).toBe(2);
});

test("the nearest folder named dags is the one that Airflow reads", () => {
  expect(dagsFolderAround("a/dags/team/dags/x.py")).toBe("a/dags/team/dags");
  expect(dagsFolderAround("a/b/x.py")).toBeUndefined();
});
