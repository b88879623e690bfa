import type { PanelAction } from "../../protocol/graphPanel.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import type { Command } from "./command.ts";

/** Does something in the graph panel that is in front. */
export function panelAction(action: PanelAction): Command {
  return (app: App) => {
    const panel = app.panels.active ?? app.panels.all[0];
    if (!panel) throw new HumanError("Open the graph first (Dagsight: Show Graph).");
    panel.do(action);
  };
}
