import type { ExtensionContext, LogOutputChannel } from "vscode";

import type { DagEditors } from "./dagEditors.ts";
import type { GraphPanels } from "./graphPanels.ts";
import type { LanguageServer } from "./languageServer.ts";

/** Everything that commands and views work with. Made once, in `activate`. */
export interface App {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly editors: DagEditors;
  readonly panels: GraphPanels;
}
