// Writes docs/protocol.md: every message between our processes, read from the types in protocol/.
// With --check (a step of `npm run check`) only says whether it is stale, or a message has no words.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

const root = join(import.meta.dirname, "..");
const page = "docs/protocol.md";

/** The unions of messages, in the order of the page. */
const sections = [
  ["protocol/graphPanel.ts", "ToPanel", "Extension → graph panel"],
  ["protocol/graphPanel.ts", "FromPanel", "Graph panel → extension"],
  ["protocol/runForm.ts", "ToForm", "Extension → form before a run"],
  ["protocol/runForm.ts", "FromForm", "Form before a run → extension"],
  ["protocol/runner.ts", "ToGuard", "Engine → guard (Python)"],
  ["protocol/runner.ts", "FromGuard", "Guard → engine"],
  ["protocol/runner.ts", "ToHost", "Engine → host of a file (Python)"],
  ["protocol/runner.ts", "FromHost", "Host → engine"],
];

/** The whole text of docs/protocol.md. */
function protocolPage() {
  const parts = [
    "# Messages",
    "Every message between our processes. The types in `protocol/` are the truth: this page is made from them by `npm run docs:protocol`, and a test holds the two together. A name with `?` may be left out.",
    "## Editor ↔ language server, beyond the Language Server Protocol",
    table(["method", "asks with", "answers", "what it is"], languageServerRows()),
  ];
  for (const [file, union, title] of sections) {
    parts.push(`## ${title}`, `\`${union}\` in \`${file}\`.`);
    parts.push(table(["kind", "fields", "what it is"], unionRows(file, union)));
  }
  return `${parts.join("\n\n")}\n`;
}

function languageServerRows() {
  const { source, file } = parsed("protocol/languageServer.ts");
  const rows = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isNewExpression(initializer)) continue;
      const kind = initializer.expression.getText(file);
      if (!/^(Request|Notification)Type/.test(kind)) continue;
      const types = (initializer.typeArguments ?? []).map((type) => code(type.getText(file)));
      const isRequest = kind.startsWith("Request");
      const takesNothing = kind.endsWith("0");
      rows.push([
        code(initializer.arguments[0].text),
        takesNothing ? "nothing" : types[0],
        isRequest ? types[takesNothing ? 0 : 1] : "(a notification)",
        docOf(statement, source),
      ]);
    }
  }
  return rows;
}

function unionRows(path, union) {
  const { source, file } = parsed(path);
  const named = new Map(
    file.statements
      .filter((one) => ts.isInterfaceDeclaration(one))
      .map((one) => [one.name.text, one]),
  );
  const alias = file.statements.find(
    (one) => ts.isTypeAliasDeclaration(one) && one.name.text === union,
  );
  if (!alias || !ts.isUnionTypeNode(alias.type)) throw new Error(`${path} has no union ${union}`);
  return alias.type.types.map((type) => {
    const members = membersOf(type, named);
    const kind = members.find(({ name }) => name.getText() === "kind");
    if (!kind?.type || !ts.isLiteralTypeNode(kind.type))
      throw new Error(`${union}: ${type.getText(file)} has no kind`);
    const fields = members
      .filter((one) => one !== kind)
      .map((one) => code(`${one.name.getText(file)}${one.questionToken ? "?" : ""}`));
    const interfaceDoc = ts.isTypeReferenceNode(type)
      ? docOf(named.get(type.typeName.getText(file)), source)
      : "";
    return [
      code(kind.type.literal.text),
      [...fields, ...elsewhere(type, named).map((name) => `and those of ${code(name)}`)].join(" "),
      docOf(type, source) || interfaceDoc,
    ];
  });
}

/** The properties of a type that is written out, named, put in parentheses, or joined by `&`. */
function membersOf(type, named) {
  if (ts.isTypeLiteralNode(type)) return type.members.filter(ts.isPropertySignature);
  if (ts.isParenthesizedTypeNode(type)) return membersOf(type.type, named);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((one) => membersOf(one, named));
  const found = ts.isTypeReferenceNode(type) ? named.get(type.typeName.getText()) : undefined;
  return found?.members.filter((one) => ts.isPropertySignature(one)) ?? [];
}

/** The types of other files whose fields a message has too. */
function elsewhere(type, named) {
  if (ts.isParenthesizedTypeNode(type)) return elsewhere(type.type, named);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((one) => elsewhere(one, named));
  if (!ts.isTypeReferenceNode(type)) return [];
  const name = type.typeName.getText();
  const declared = named.get(name);
  if (!declared) return [name];
  const bases = (declared.heritageClauses ?? []).flatMap((clause) => clause.types);
  return bases.map((base) => base.getText()).filter((base) => !named.has(base));
}

/** The doc comment before a node (of a union: before its `|`), as one line of text. */
function docOf(node, source) {
  if (node === undefined) return "";
  const before = source
    .slice(0, node.getStart())
    .replace(/\|?\s*$/, "")
    .trimEnd();
  if (!before.endsWith("*/")) return "";
  const lines = before.slice(before.lastIndexOf("/**") + 3, -2).split("\n");
  return lines
    .map((line) => line.replace(/^\s*\*? ?/, "").trim())
    .join(" ")
    .trim();
}

function parsed(path) {
  const source = readFileSync(join(root, path), "utf8");
  return { source, file: ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true) };
}

const code = (text) =>
  `\`${text.replace(/\s+/g, " ").replace(/;? \}/g, " }").replaceAll("|", "\\|")}\``;

function table(head, rows) {
  const wordless = rows.find((cells) => !cells.at(-1));
  if (wordless) throw new Error(`No doc comment says what ${wordless[0]} is.`);
  const line = (cells) => `| ${cells.map((cell) => cell || " ").join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const wanted = protocolPage();
const isCurrent = existsSync(join(root, page)) && readFileSync(join(root, page), "utf8") === wanted;
if (!process.argv.includes("--check")) writeFileSync(join(root, page), wanted);
else if (!isCurrent) process.exitCode = 1;
console.log(isCurrent ? `${page} is up to date.` : `${page} was stale: npm run docs:protocol`);
