import { isConfigFile, readConfig } from "../config/config.ts";
import type { Rule } from "./rule.ts";

/** A configuration file with keys or values that are not understood. Files of DAGs are not its matter. */
export function invalidConfig(codes: () => ReadonlySet<string>): Rule {
  return {
    code: "invalid-config",
    summary: "A configuration file has a key or a value that is not understood.",
    why: "What is not understood has no effect, and the command line refuses to go on with it.",
    severity: "error",
    preset: "errors",
    examples: () => ({
      flagged: [
        { file: "dagsight.toml", text: `<|presett|> = "strict"\n` },
        { file: "dagsight.toml", text: `[rules]\n<|no-such-rule|> = "off"\n` },
        { file: "pyproject.toml", text: `[tool.dagsight]\n<|airflow|> = 1\n` },
      ],
      clean: [
        {
          file: "dagsight.toml",
          text: `preset = "strict"\n\n[rules]\ninvalid-config = "warning"\n`,
        },
        { file: "pyproject.toml", text: `[project]\nname = "etl"\n` },
      ],
    }),
    *check({ file, text }) {
      if (!isConfigFile(file)) return;
      for (const { start, end, message } of readConfig(file, text, codes()).problems) {
        yield { span: { file, start, end: Math.max(end, start) }, message };
      }
    },
  };
}
