import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

import type { InterpreterFacts } from "./interpreters.ts";
import type { RunLauncher } from "./runs/runLauncher.ts";

/** What differs between an extension host with Node and one in a browser's worker. */
export interface Platform {
  createClient(options: LanguageClientOptions): BaseLanguageClient;
  /** Undefined where there are no processes. */
  readonly launcher: RunLauncher | undefined;
  readonly askPython: ((path: string) => Promise<InterpreterFacts | undefined>) | undefined;
  readonly pythonsOnPath: readonly string[];
}
