import type { App } from "../app.ts";

/** Opens the output channel of the extension and its language server. */
export function showLog(app: App): void {
  app.log.show();
}
