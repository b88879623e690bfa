import type { Connection, ServerCapabilities } from "vscode-languageserver";

import type { Session } from "./session.ts";

/** One language feature: what is promised to the client, and the code that keeps it, together. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  attach(connection: Connection, session: Session): void;
}
