import * as vscode from "vscode";

import type { ImportError } from "../../model/run/importError.ts";

/** What kept a file from being loaded: in words, and where it happened as a command that goes there. */
export function loadingError(
  errors: readonly ImportError[],
): { readonly words: string; readonly goThere: vscode.Command | undefined } | undefined {
  const [error] = errors;
  if (!error) return undefined;
  const { type, message, line } = error;
  const what = `${type}: ${message}`;
  if (line === null) return { words: what, goThere: undefined };
  const uri = vscode.Uri.file(error.lineFile ?? error.file);
  const place = { line: line - 1, character: 0 };
  return {
    words: `${what} (${vscode.workspace.asRelativePath(uri, false)}, line ${line})`,
    goThere: {
      title: "Go to Error",
      command: "dagsight.goToSource",
      arguments: [{ uri: uri.toString(), range: { start: place, end: place } }],
    },
  };
}
