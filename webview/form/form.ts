import { dispatch } from "../../protocol/graphPanel.ts";
import type { FromForm } from "../../protocol/runForm.ts";
import { RunFormView, type TypedForm } from "./runFormView.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: FromForm): void;
  getState(): unknown;
  setState(state: TypedForm): void;
};

const vscode = acquireVsCodeApi();
const root = document.querySelector<HTMLElement>("#panel");
if (root) {
  const kept = vscode.getState();
  // Only this form writes its state.
  const typed =
    typeof kept === "object" && kept !== null && "dagId" in kept ? (kept as TypedForm) : undefined;
  const view = new RunFormView(root, {
    send: (message) => vscode.postMessage(message),
    keep: (next) => vscode.setState(next),
    typed,
  });
  addEventListener("message", ({ data }: MessageEvent<unknown>) => dispatch(view.handlers, data));
  vscode.postMessage({ kind: "ready" });
}
