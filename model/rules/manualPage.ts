import type { Example, Rule } from "./rule.ts";
import { spelled } from "./spelledFor.ts";

/** A rule's page of the manual, in Markdown: what is wrong, why it matters, and its examples. */
export function manualPage(rule: Rule): string {
  const { code, summary, why, severity, preset } = rule;
  const examples = rule.examples();
  const parts = [
    `# ${code}`,
    summary,
    why,
    `- Severity: ${severity}\n- ${presetSentence(preset)}`,
    "## Flagged",
    ...examples.flagged.map(spelled).flatMap(flagged),
    "## Fine",
    ...examples.clean
      .map(spelled)
      .flatMap((example) => [...heading(example), fence(example.text, example.file)]),
    "## Silence it",
    `On one line: \`# dagsight: ignore[${code}]\`; in one file: \`# dagsight: ignore-file[${code}]\`.\n` +
      `Everywhere: \`"dagsight.rules": { "${code}": "off" }\` in the settings, or \`${code} = "off"\` under \`[rules]\` in \`dagsight.toml\`.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function presetSentence(preset: Rule["preset"]): string {
  switch (preset) {
    case "errors":
      return "Active in every preset.";
    case "recommended":
      return "Active in the presets `recommended` (the default) and `strict`.";
    case "strict":
      return "Active in the preset `strict`.";
    case "off":
      return "Active only when it is switched on by name.";
  }
}

function flagged(example: Example): string[] {
  const fixed =
    example.fixed === undefined ? [] : ["After the fix:", fence(example.fixed, example.file)];
  return [...heading(example), fence(underlined(example.text), example.file), ...fixed];
}

/** Says what a reader of the page could not see: a target other than the default, and other files. */
function heading(example: Example): string[] {
  const target = example.airflow === 2 ? ["With Airflow 2:"] : [];
  const others = Object.entries(example.others ?? {}).flatMap(([file, text]) => [
    `With \`${file}\` beside it:`,
    fence(text, file),
  ]);
  return [...target, ...others];
}

function fence(text: string, file = "dag.py"): string {
  return `\`\`\`${file.endsWith(".toml") ? "toml" : "python"}\n${text.replace(/\n+$/, "")}\n\`\`\``;
}

/** The text with a line of carets as a comment below each line that has marks. */
function underlined(marked: string): string {
  let depth = 0;
  return marked
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => {
      let text = "";
      let carets = "";
      for (const piece of line.split(/(<\|(?:[\w-]+: )?|\|>)/)) {
        if (piece.startsWith("<|")) depth++;
        else if (piece === "|>") depth--;
        else {
          text += piece;
          carets += (depth > 0 ? "^" : " ").repeat(piece.length);
        }
      }
      const indent = text.length - text.trimStart().length;
      const shown = (" ".repeat(indent) + carets.slice(indent)).trimEnd();
      if (!shown.includes("^")) return text;
      const comment = shown.startsWith("  ") ? `# ${shown.slice(2)}` : `#${shown.slice(1)}`;
      return `${text}\n${comment}`;
    })
    .join("\n");
}
