import * as vscode from "vscode";

import { paramFields } from "../model/run/params/paramField.ts";
import { dispatch, type Handlers } from "../protocol/graphPanel.ts";
import { graphPanelHtml } from "../protocol/graphPanelHtml.ts";
import type { FormOrder, FromForm, RunForm, ToForm, WhenKind } from "../protocol/runForm.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { LanguageServer } from "./languageServer.ts";
import { panelIcon } from "./panelIcon.ts";
import { engineInWords, type LoadedDag } from "./runs/loadDag.ts";
import { textColumn } from "./textColumn.ts";

/** What the form is about. */
interface FormSubject {
  readonly document: vscode.TextDocument;
  readonly loaded: LoadedDag;
  readonly when: WhenKind;
  readonly last: Readonly<Record<string, unknown>> | undefined;
}

/** Shows the form that is filled in before a run. Answers what was filled in; undefined when it was closed. */
export function askByForm(
  extensionUri: vscode.Uri,
  server: LanguageServer,
  subject: FormSubject,
): Promise<FormOrder | undefined> {
  const { dagId } = subject.loaded.dag;
  const panel = vscode.window.createWebviewPanel("dagsight.runForm", `Run ${dagId}`, textColumn(), {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist")],
  });
  panel.iconPath = panelIcon(extensionUri);
  const send = (message: ToForm): void => void panel.webview.postMessage(message);
  const store = new DisposableStore();
  return new Promise((resolve) => {
    const handlers: Handlers<FromForm> = {
      ready: () => send({ kind: "form", form: formOf(subject) }),
      askDates: ({ asked, from, until }) => {
        void server
          .scheduledDates(subject.document.uri, dagId, { from, until })
          .then((dates) => send({ kind: "dates", asked, dates: dates ?? null }));
      },
      run: ({ order }) => {
        resolve(order);
        panel.dispose();
      },
      close: () => {
        panel.dispose();
      },
    };
    store.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        dispatch(handlers, message);
      }),
    );
    store.add(
      panel.onDidDispose(() => {
        store.dispose();
        resolve(undefined);
      }),
    );
    panel.webview.html = page(panel.webview, extensionUri, `Run ${dagId}`);
  });
}

function formOf({ document, loaded, when, last }: FormSubject): RunForm {
  const today = new Date().toISOString().slice(0, 10);
  const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  return {
    dagId: loaded.dag.dagId,
    file: vscode.workspace.asRelativePath(document.uri, false),
    engine: engineInWords(loaded.engine),
    fields: paramFields(loaded.dag.params),
    last: last ?? null,
    when,
    date: today,
    from: weekAgo,
    until: today,
  };
}

function page(webview: vscode.Webview, extensionUri: vscode.Uri, title: string): string {
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", name)).toString();
  return graphPanelHtml({
    script: address("webview.form.js"),
    style: address("form.css"),
    nonce: crypto.randomUUID(),
    title,
  });
}
