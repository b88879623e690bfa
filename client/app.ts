import type { ExtensionContext, LogOutputChannel } from "vscode";

import type { DagEditors } from "./dagEditors.ts";
import type { DagsView } from "./dagsView.ts";
import type { GraphPanels } from "./graphPanels.ts";
import type { Interpreters } from "./interpreters.ts";
import type { LanguageServer } from "./languageServer.ts";
import type { LogDocuments } from "./runs/logDocuments.ts";
import type { Runs } from "./runs/runs.ts";
import type { RunsView } from "./runs/runsView.ts";
import type { ValueDocuments } from "./runs/valueDocuments.ts";

/** Everything that commands and views work with. Made once, in `activate`. */
export interface App {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly editors: DagEditors;
  readonly interpreters: Interpreters;
  readonly runs: Runs;
  readonly runsView: RunsView;
  readonly logs: LogDocuments;
  readonly values: ValueDocuments;
  readonly dagsView: DagsView;
  readonly panels: GraphPanels;
}
