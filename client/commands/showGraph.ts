import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { documentOf, targetOf } from "./target.ts";

/** Opens the graph beside the text. */
export async function showGraph(app: App, given: unknown): Promise<void> {
  const document = await documentOf(app, given);
  const answer = await app.server.graph(document);
  if (answer?.dags.length === 0 && !app.panels.of(document.uri)) {
    const name = document.uri.path.split("/").pop() ?? document.uri.toString();
    throw new HumanError(
      `${name} defines no DAG: there is no DAG(…) and no @dag function in it. Open a file that has one.`,
    );
  }
  app.panels.show(document, targetOf(given)?.dagId);
}
