// What the tests of this folder do with a window of VS Code, in a person's words.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../scripts/vscode/server.mjs";
import { openWindow } from "../../scripts/vscode/window.mjs";

export const extension = join(import.meta.dirname, "../..");
export const pictures = join(extension, "screenshots");

export const themes = [
  ["Dark 2026", "vs-dark", "dark"],
  ["Light 2026", "vs", "light"],
  ["Dark High Contrast", "hc-black", "high-contrast"],
];

/**
 * Opens a window on a copy of a folder of this checkout: the samples, if none is named.
 * @param {{ trusted?: boolean, settings?: object, folder?: string, neighbours?: string[], size?: { width: number, height: number } }} [options]
 */
export async function openSamples({
  trusted = true,
  settings = {},
  folder = "samples",
  neighbours = [],
  size,
} = {}) {
  const workspace = mkdtempSync(join(tmpdir(), "dagsight-workspace-"));
  cpSync(join(extension, folder), workspace, { recursive: true });
  mkdirSync(pictures, { recursive: true });
  const server = await startServer({ trusted, settings, neighbours });
  const window = await openWindow({
    origin: server.origin,
    workspace,
    extension,
    ...(size && { size }),
  });
  window.page.setDefaultTimeout(60_000);
  await window.page.locator(".monaco-workbench").waitFor();
  return {
    page: window.page,
    workspace,
    ...actions(window.page),
    async close() {
      await window.close();
      await server.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** Asks until it holds, then answers; what is painted comes after what was done. */
export async function until(ask, wanted) {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) assert.fail(`not as wanted: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function actions(page) {
  const quickInput = page.locator(".quick-input-widget input").first();
  const rows = page.locator(".quick-input-list .monaco-list-row");
  return {
    /**
     * Reloads the window as it is. In a browser VS Code itself keeps its tabs and the state of panels every five seconds
     * when it has nothing else to do: a reload before that brings an older window back.
     */
    async reload() {
      await page.waitForTimeout(8000);
      await page.reload();
      await page.locator(".monaco-workbench").waitFor();
    },
    /** Opens a file by the end of its path. */
    async openFile(path) {
      // What was clicked before may take the focus a moment later, which closes the list again.
      for (let tries = 0; ; tries++) {
        await page.keyboard.press("Control+p");
        try {
          await quickInput.fill(path, { timeout: 3000 });
          break;
        } catch (error) {
          if (tries > 5) throw error;
        }
      }
      await rows.first().waitFor();
      await rows
        .filter({ hasText: path.split("/").at(-1) })
        .first()
        .click();
      await page
        .locator(".tab.active", { hasText: path.split("/").at(-1) })
        .first()
        .waitFor();
    },
    /** Runs a command of the palette by its whole title. */
    async command(title) {
      await page.keyboard.press("F1");
      await quickInput.fill(`>${title}`);
      // Not simply Enter: the palette's first answer need not be the one whose title was typed.
      // Matches are marked up inside the label, so its whole text decides.
      const label = page.locator(".quick-input-list .monaco-list-row .label-name");
      await label
        .filter({ hasText: new RegExp(`^\\s*${escaped(title)}\\s*$`) })
        .first()
        .click();
    },
    /** Ticks entries of a list in which several can be chosen, and takes them. */
    async pick(...labels) {
      for (const label of labels)
        await rows
          .filter({
            has: page.locator(".label-name", { hasText: new RegExp(`^${escaped(label)}$`) }),
          })
          .first()
          .click();
      await page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    },
    /** A token of the editor; the editor writes spaces as no-break spaces and splits lines by colour. */
    token(text) {
      const pattern = text.replace(/[^\w ]/g, "\\$&").replaceAll(" ", "\\s");
      return page.locator(".view-line > span > span", { hasText: new RegExp(`^\\s*${pattern}$`) });
    },
    /** The page of the graph panel: a webview's is two frames deep. */
    graph() {
      return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    },
    async cursorAt(text) {
      await page.locator("#status\\.editor\\.selection", { hasText: text }).waitFor();
    },
    async theme(name, workbench) {
      await page.keyboard.press("F1");
      await quickInput.fill(">Preferences: Color Theme");
      await page
        .locator(".quick-input-list .monaco-list-row .label-name")
        .getByText("Preferences: Color Theme", { exact: true })
        .click();
      await quickInput.fill(name);
      await rows.and(page.locator(".focused")).filter({ hasText: name }).waitFor();
      await page.keyboard.press("Enter");
      await page.locator(`.monaco-workbench.${workbench}`).waitFor();
    },
    /** The Runs view, whatever is in front. A run brings it up too, and then a click would hide it again. */
    async showRuns() {
      const tab = page.getByRole("tab", { name: /^Dagsight/ }).first();
      await tab.waitFor();
      const runs = page.locator(".pane-header", { hasText: /^Runs$/i }).first();
      for (let tries = 0; tries < 10; tries++) {
        if (await runs.isVisible()) return;
        if (tries % 3 === 0) await tab.click();
        await runs.waitFor({ timeout: 2000 }).catch(() => undefined); // Hidden by the click: once more.
      }
    },
    /** A message, where it is kept: in a window of tests none comes up by itself. */
    async message(text) {
      const message = page.locator(".notifications-center .notification-list-item", {
        hasText: text,
      });
      // A list that was opened while it was empty need not show what comes later.
      for (let tries = 0; tries < 6 && !(await message.first().isVisible()); tries++) {
        await this.command("Notifications: Show Notifications");
        await message
          .first()
          .waitFor({ timeout: 5000 })
          .catch(() => undefined);
      }
      await message.first().waitFor();
      return message.first();
    },
    picture(name) {
      return page.screenshot({ path: join(pictures, `${name}.png`) });
    },
  };
}

function escaped(text) {
  return text.replace(/[^\w ]/g, "\\$&").replaceAll(" ", "\\s");
}
