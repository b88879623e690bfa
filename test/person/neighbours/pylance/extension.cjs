// Says of a DAG file what Pylance says of it where Airflow is installed: the hovers, completions, definitions and problems that
// stand at the same places as ours.
const vscode = require("vscode");

const python = { language: "python" };

/** The parameters that `BashOperator.__init__` names itself. */
const parameters = [
  "bash_command",
  "env",
  "append_env",
  "output_encoding",
  "skip_on_exit_code",
  "cwd",
];

exports.activate = ({ subscriptions }) => {
  const problems = vscode.languages.createDiagnosticCollection("Pylance");
  const look = (document) => {
    if (document.languageId === "python") problems.set(document.uri, problemsOf(document));
  };
  vscode.workspace.textDocuments.forEach(look);
  subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.languages.registerHoverProvider(python, { provideHover }),
    vscode.languages.registerDefinitionProvider(python, { provideDefinition }),
    vscode.languages.registerCompletionItemProvider(python, { provideCompletionItems }, "(", ","),
  );
};

/** `extract >> load` is an expression whose value nobody takes. */
function problemsOf(document) {
  return [...document.getText().matchAll(/^\s*(\w+(?: >> \w+)+)$/gm)].map((match) => {
    const start = match.index + match[0].indexOf(match[1]);
    const range = new vscode.Range(
      document.positionAt(start),
      document.positionAt(start + match[1].length),
    );
    const { Warning } = vscode.DiagnosticSeverity;
    const problem = new vscode.Diagnostic(range, "Expression value is unused", Warning);
    return Object.assign(problem, { source: "Pylance", code: "reportUnusedExpression" });
  });
}

function bindingOf(document, name) {
  const match = new RegExp(`^\\s*(${name}) = (\\w+)\\(`, "m").exec(document.getText());
  return match && { at: match.index + match[0].indexOf(name), type: match[2] };
}

function provideHover(document, position) {
  const word = document.getWordRangeAtPosition(position);
  const name = word && document.getText(word);
  if (!name) return undefined;
  const binding = bindingOf(document, name);
  const said = binding
    ? `(variable) ${name}: ${binding.type}`
    : parameters.includes(name)
      ? `(parameter) ${name}: str | ArgNotSet`
      : undefined;
  return (
    said && new vscode.Hover(new vscode.MarkdownString().appendCodeblock(said, "python"), word)
  );
}

function provideDefinition(document, position) {
  const word = document.getWordRangeAtPosition(position);
  const name = word && document.getText(word);
  const binding = name && bindingOf(document, name);
  if (!binding) return undefined;
  const start = document.positionAt(binding.at);
  const target = new vscode.Range(start, document.positionAt(binding.at + name.length));
  return [{ originSelectionRange: word, targetUri: document.uri, targetRange: target }];
}

function provideCompletionItems(document, position) {
  const before = document.getText(new vscode.Range(new vscode.Position(0, 0), position));
  const names = [...before.matchAll(/^\s*(\w+) = \w+\(/gm)].map(([, name]) => name);
  const { Variable } = vscode.CompletionItemKind;
  const items = names.map((name) => new vscode.CompletionItem(name, Variable));
  const open = before.slice(before.lastIndexOf("BashOperator("));
  if (open.startsWith("BashOperator(") && !/\)\s*$/m.test(open)) {
    items.push(...parameters.map((name) => new vscode.CompletionItem(`${name}=`, Variable)));
  }
  return items;
}
