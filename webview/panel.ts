import { dispatch, type FromPanel, type PanelState } from "../protocol/graphPanel.ts";
import { GraphView } from "./graphView.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
};

const vscode = acquireVsCodeApi();
const root = document.querySelector<HTMLElement>("#panel");
if (root) {
  const kept = vscode.getState();
  // Only this panel writes its state; one of an older version at worst fits to view.
  const state =
    typeof kept === "object" && kept !== null && "file" in kept ? (kept as PanelState) : null;
  const view = new GraphView(root, {
    send: (message) => vscode.postMessage(message),
    keep: (next) => vscode.setState(next),
    state,
  });
  addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    try {
      dispatch(view.handlers, data);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      vscode.postMessage({ kind: "failed", message: text });
    }
  });
  addEventListener("error", ({ message }) => vscode.postMessage({ kind: "failed", message }));
  vscode.postMessage({ kind: "ready", state });
}
