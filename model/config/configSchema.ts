import type { Rule } from "../rules/rule.ts";
import { presets } from "../rules/ruleSettings.ts";

/** The JSON schema of `dagsight.toml`, and of `[tool.dagsight]` in `pyproject.toml`. */
export function configSchema(rules: readonly Rule[]): object {
  const severity = { enum: ["off", "hint", "info", "warning", "error"] };
  const codes = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Dagsight",
    type: "object",
    additionalProperties: false,
    properties: {
      airflow: {
        description:
          'The Airflow version that DAG files are read for: 2, 3, or a whole one as "2.11".',
        anyOf: [
          { type: "number", minimum: 2, exclusiveMaximum: 4 },
          { type: "string", pattern: "^[23](\\.\\d+)*$" },
        ],
      },
      preset: { enum: presets, description: "How much is checked." },
      rules: {
        type: "object",
        description: "Severities by rule.",
        additionalProperties: false,
        properties: Object.fromEntries(
          codes.map(({ code, summary }) => [code, { ...severity, description: summary }]),
        ),
      },
      dagsFolder: { type: "string", description: "The folder that Airflow reads." },
      exclude: {
        type: "array",
        items: { type: "string" },
        description: "What is not checked; patterns as in a .gitignore.",
      },
      baseline: { type: "string", description: "A file of known findings that are left alone." },
    },
  };
}
