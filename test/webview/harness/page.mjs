// Opens the panel of the harness in Chromium and talks to it as the host does.
import { chromium } from "playwright-core";

import { findChromium } from "../../../scripts/vscode/window.mjs";
import { serve } from "./serve.mjs";

/** A browser and a server for one test file. */
export async function startHarness() {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  return {
    /** Opens a panel and sends it these messages. */
    async open(messages, { theme = "dark", state = null, size, page: shown = "graph" } = {}) {
      const page = await browser.newPage({ viewport: size ?? { width: 1100, height: 700 } });
      const errors = [];
      page.on("pageerror", (error) => errors.push(error.message));
      const query = new URLSearchParams({ theme, page: shown, state: JSON.stringify(state) });
      await page.goto(`${server.address}?${query}`);
      await send(page, ...messages);
      return { page, errors };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Sends messages to the panel. */
export const send = (page, ...messages) =>
  page.evaluate((all) => {
    for (const message of all) window.postMessage(message, "*");
    return new Promise((done) => setTimeout(done, 50));
  }, messages);

/** What was posted to the host since the start, of one kind. */
export const posted = (page, kind) =>
  page.evaluate((wanted) => window.posted.filter((message) => message.kind === wanted), kind);
