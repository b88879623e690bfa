import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";

import type { Finding, Severity } from "../model/rules/finding.ts";
import { rangeOf, type Question } from "./question.ts";

/** A finding as the client shows it. */
export function diagnosticOf(question: Question, finding: Finding): Diagnostic {
  return {
    range: rangeOf(question, finding.span),
    severity: severities[finding.severity],
    code: finding.code,
    codeDescription: { href: `${docs}/${finding.code}.md` },
    source: "dagsight",
    message: finding.message,
    relatedInformation: finding.related.map(({ span, message }) => ({
      location: question.location(span),
      message,
    })),
  };
}

const docs = "https://github.com/dagsight/dagsight/blob/main/docs/rules";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
