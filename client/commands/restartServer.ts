import type { App } from "../app.ts";

/** Ends the language server and starts it anew. */
export async function restartServer(app: App): Promise<void> {
  await app.server.restart();
}
