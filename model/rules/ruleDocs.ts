import { configSchema } from "../config/configSchema.ts";
import { manualPage } from "./manualPage.ts";
import { rules } from "./registry.ts";

/** Every file that is generated from the rules, by path: their pages, the list of them, and the settings' schema. */
export function ruleDocs(): ReadonlyMap<string, string> {
  const files = new Map(rules.map((rule) => [`docs/rules/${rule.code}.md`, manualPage(rule)]));
  files.set("docs/rules/README.md", overview());
  files.set(
    "schemas/dagsight.schema.json",
    `${JSON.stringify(configSchema(rules), undefined, 2)}\n`,
  );
  return files;
}

function overview(): string {
  const rows = [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, summary, severity, preset }) => [
      `[${code}](${code}.md)`,
      severity,
      preset,
      summary,
    ]);
  return `# Rules

Each page is generated from its rule in \`model/rules/\`: \`npm run docs:rules\`.

| Rule | Severity | Preset | What it finds |
| --- | --- | --- | --- |
${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}
