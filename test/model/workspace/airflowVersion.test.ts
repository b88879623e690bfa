import { expect, test } from "vitest";

import { pinnedAirflow } from "../../../model/workspace/airflowVersion.ts";
import { filesOf } from "../rules/checkText.ts";

test.each([
  ["requirements.txt", "pandas\napache-airflow==2.10.4\n", 2],
  ["requirements-dev.txt", "apache-airflow[celery,postgres]~=3.0.1\n", 3],
  ["requirements.txt", "apache-airflow>=3\n", 3],
  ["pyproject.toml", 'dependencies = [\n  "apache-airflow>=2.9,<3",\n]\n', 2],
  ["pyproject.toml", '[tool.poetry.dependencies]\napache-airflow = "^3.1"\n', 3],
  ["Dockerfile", "FROM apache/airflow:2.11.0-python3.12\n", 2],
  ["Dockerfile", "FROM apache/airflow:slim-3.1.0\n", 3],
  ["Dockerfile", "FROM quay.io/astronomer/astro-runtime:12.1.0\n", 2],
  ["Dockerfile", "FROM astrocrpublic.azurecr.io/runtime:x\n", undefined],
  ["requirements.txt", "apache-airflow-providers-amazon==3.1\n", undefined],
  ["notes.txt", "apache-airflow==2.1\n", undefined],
])("%s: %j says %s", (file, text, airflow) => {
  const files = filesOf(new Map([[file, text]]));
  expect(pinnedAirflow(files, "")).toEqual(airflow === undefined ? undefined : { airflow, file });
});
