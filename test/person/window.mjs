// What the tests of this folder do with a window of VS Code, in a person's words.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../scripts/vscode/server.mjs";
import { openWindow } from "../../scripts/vscode/window.mjs";
import { again, untilSeen } from "./again.mjs";
import { quickInput } from "./quickInput.mjs";

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
  const quick = quickInput(page);
  const find = page.locator(".find-widget.visible");
  const editor = page.locator(".editor-group-container .view-lines").first();

  /** Runs a command of the palette by its whole title. */
  const command = (title) => quick.choose(() => quick.open("F1"), `>${title}`, quick.row(title));

  /** Opens the find widget on the first file, with a text in it that the file has. */
  const search = (text, key, count = /of [1-9]/) =>
    untilSeen(
      async () => {
        await editor.click({ timeout: 5000 });
        await page.keyboard.press("Control+Home");
        await page.keyboard.press(key);
        const input = find.locator(".find-part textarea, .find-part .input").first();
        await input.fill("", { timeout: 3000 }); // What was looked for before is not looked for anew.
        await input.fill(text, { timeout: 3000 });
      },
      find.locator(".matchesCount", { hasText: count }),
    );

  /** A message, where it is kept: a toast may be gone before it is looked for, and an empty centre does not open. */
  async function message(text) {
    const found = page
      .locator(".notifications-center .notification-list-item", { hasText: text })
      .first();
    const show = () => command("Notifications: Show Notifications");
    if (!(await found.isVisible())) await untilSeen(show, found, { tries: 20, patience: 3000 });
    return found;
  }

  return {
    /**
     * Reloads the window as it is. In a browser VS Code itself keeps its tabs and the state of panels every five seconds
     * when it has nothing else to do: a reload before that brings an older window back. The window's own clock tells, which
     * is late when VS Code's is.
     */
    async reload() {
      await page.evaluate(
        () =>
          new Promise((done) => {
            setTimeout(() => requestIdleCallback(() => setTimeout(done, 1000)), 5500);
          }),
      );
      await page.reload();
      await page.locator(".monaco-workbench").waitFor();
    },
    /** Opens a file by the end of its path, at a line if `:` and its number follow. */
    async openFile(path) {
      const name = path.split("/").at(-1).replace(/:\d+$/, "");
      await untilSeen(
        () => quick.choose(() => quick.open("Control+p"), path, quick.row(name)),
        page.locator(".tab.active", { hasText: name }).first(),
      );
    },
    command,
    /** Runs a command that only asks, and ticks answers; a question that something closed is asked again. */
    tick: (title, ...labels) =>
      again(async () => {
        await command(title);
        for (const label of labels) await quick.row(label).click({ timeout: 8000 });
        await quick.accept();
      }),
    /** Runs a command that only asks, and takes an answer. */
    choose: (title, label) =>
      again(async () => {
        await command(title);
        await quick.row(label).click({ timeout: 8000 });
      }),
    /** Runs a command that only asks, until its question is seen. */
    ask: (title, question) => untilSeen(() => command(title), question),
    /** A token of the editor; the editor writes spaces as no-break spaces and splits lines by colour. */
    token(text) {
      const pattern = text.replace(/[^\w ]/g, "\\$&").replaceAll(" ", "\\s");
      return page.locator(".view-line > span > span", { hasText: new RegExp(`^\\s*${pattern}$`) });
    },
    /** The page of the graph panel: a webview's is two frames deep. */
    graph() {
      return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    },
    /** Comes to something with the pointer from elsewhere: what moves under a pointer that rests is not pointed at. */
    async hover(target) {
      await page.mouse.move(5, 5);
      await target.hover({ timeout: 8000 });
    },
    async cursorAt(text) {
      await page.locator("#status\\.editor\\.selection", { hasText: text }).waitFor();
    },
    /** Puts the cursor behind a stretch of the first file, which must stand there once. */
    async cursorBehind(text) {
      await search(text, "Control+f", /1 of 1/);
      await find.locator(".codicon-widget-close").click();
      await page.keyboard.press("ArrowRight");
    },
    /** Replaces a text in the first file as a person does: finds it, types over it, replaces all. */
    async replace(before, after) {
      await search(before, "Control+h");
      await find.locator(".replace-part textarea, .replace-part .input").first().fill(after);
      await find.locator(".codicon-find-replace-all").click();
      await find.locator(".codicon-widget-close").click();
    },
    async theme(name, workbench) {
      const asked = async () => {
        await command("Preferences: Color Theme");
        await page
          .locator('.quick-input-widget input[placeholder*="Color Theme"]')
          .waitFor({ timeout: 8000 });
      };
      await untilSeen(
        () => quick.choose(asked, name, quick.row(name)),
        page.locator(`.monaco-workbench.${workbench}`),
      );
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
    /** Brings the Problems view up; the key would hide it when it is there. */
    showProblems: () =>
      untilSeen(() => command("Problems: Focus on Problems View"), page.locator(".markers-panel")),
    hidePanel: () => command("View: Hide Panel"),
    message,
    /** Presses a button of a message. */
    answer: (text, button) =>
      again(async () => {
        const asking = await message(text);
        await asking.getByRole("button", { name: button }).click({ timeout: 5000 });
      }),
    /** What is only fading in is painted as it will be. */
    picture(name) {
      return page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
    },
  };
}
