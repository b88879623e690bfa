// Says of a DAG file what ruff says of it with the rules `AIR` and `F` selected, in ruff's own words (0.17.6).
const vscode = require("vscode");

const rules = [
  [/\bschedule_interval(?==)/g, "AIR301", "`schedule_interval` is removed in Airflow 3.0"],
  [/\bdatetime\.now\(\)/g, "AIR304", "`datetime.now()` produces a value that changes at runtime"],
  [/^import os$/gm, "F401", "`os` imported but unused"],
];

exports.activate = ({ subscriptions }) => {
  const problems = vscode.languages.createDiagnosticCollection("Ruff");
  const look = (document) => {
    if (document.languageId === "python") problems.set(document.uri, problemsOf(document));
  };
  vscode.workspace.textDocuments.forEach(look);
  subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
};

function problemsOf(document) {
  return rules.flatMap(([pattern, code, message]) =>
    [...document.getText().matchAll(pattern)].map((match) => {
      const start = document.positionAt(match.index);
      const range = new vscode.Range(start, document.positionAt(match.index + match[0].length));
      const { Warning } = vscode.DiagnosticSeverity;
      const problem = new vscode.Diagnostic(range, message, Warning);
      return Object.assign(problem, { source: "Ruff", code });
    }),
  );
}
