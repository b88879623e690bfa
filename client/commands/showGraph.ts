import type { App } from "../app.ts";
import { documentOf, noDag, targetOf } from "./target.ts";

/** Opens the graph beside the text. */
export async function showGraph(app: App, given: unknown): Promise<void> {
  const document = await documentOf(app, given);
  const answer = await app.server.graph(document);
  if (answer?.dags.length === 0 && !app.panels.of(document.uri)) throw noDag(document);
  app.panels.show(document, targetOf(given)?.dagId);
}
