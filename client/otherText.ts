import * as vscode from "vscode";

import { HumanError } from "./humanError.ts";

/** A text of a file to compare with, and what it is called. */
export interface OtherText {
  readonly name: string;
  readonly text: string;
}

/** The text of a file as it is saved, at `HEAD`, or at a revision that the user names; undefined when none is named. */
export async function otherText(
  uri: vscode.Uri,
  which: "HEAD" | "saved" | "ask",
): Promise<OtherText | undefined> {
  if (which === "saved") {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { name: "the saved file", text: new TextDecoder().decode(bytes) };
  }
  const revision = which === "HEAD" ? "HEAD" : await askRevision();
  if (revision === undefined) return undefined;
  return { name: revision, text: await textAt(uri, revision) };
}

async function askRevision(): Promise<string | undefined> {
  const revision = await vscode.window.showInputBox({
    title: "Compare the Graph with a Revision",
    prompt: "A branch, a tag or a commit, such as main or HEAD~3",
    value: "main",
  });
  return revision?.trim() === "" ? undefined : revision?.trim();
}

/** The part of VS Code's own Git extension that is asked. */
interface GitExtension {
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
  };
}

async function textAt(uri: vscode.Uri, revision: string): Promise<string> {
  const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
  const git = extension && (extension.isActive ? extension.exports : await extension.activate());
  const repository = git?.getAPI(1).getRepository(uri);
  if (!repository) {
    throw new HumanError(
      "This file is in no Git repository, so there is no revision to compare with.",
    );
  }
  try {
    return await repository.show(revision, uri.fsPath);
  } catch {
    // Git says no more than that: the file, or the revision, is not there.
    throw new HumanError(`Git has no ${revision} of this file.`);
  }
}
