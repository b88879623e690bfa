import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";

import { isConfigFile, readConfig } from "../model/config/config.ts";
import { lineIndexOf, rangeAt } from "../model/text/lineIndex.ts";
import { ruleCodes } from "./folder.ts";

/** What is not understood in a team's configuration file; undefined for any other file. */
export function configProblems(path: string, text: string): Diagnostic[] | undefined {
  if (!isConfigFile(path)) return undefined;
  const lines = lineIndexOf(text);
  return readConfig(path, text, ruleCodes).problems.map(({ start, end, message }) => ({
    range: rangeAt(lines, { start, end }),
    severity: DiagnosticSeverity.Error,
    code: "invalid-config",
    source: "dagsight",
    message,
  }));
}
