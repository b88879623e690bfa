import type { PanelAction } from "../../protocol/graphPanel.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import type { Command } from "./command.ts";

/** Does something in the graph that is meant: the one in front, else that of the text in front, else one that is seen. */
export function panelAction(action: PanelAction): Command {
  return (app: App) => {
    const { current } = app.editors;
    const own = current && app.panels.of(current.uri);
    const seen = app.panels.all.find((panel) => panel.isSeen);
    const panel = app.panels.active ?? (own?.isSeen ? own : (seen ?? own ?? app.panels.all[0]));
    if (!panel) throw new HumanError("Open the graph first (Dagsight: Show Graph).");
    panel.do(action);
  };
}
