// VS Code's quick input (the palette, the list of files, the questions of commands), used as a person uses it. On a busy
// machine something may take the focus a moment after it opened, which closes it: a person opens it again.
import { again } from "./again.mjs";

/** How long a list that stays open may take for its rows. */
const patience = 8000;

/** @param {import("playwright-core").Page} page */
export function quickInput(page) {
  const widget = page.locator(".quick-input-widget");
  const input = widget.locator("input").first();
  const rows = widget.locator(".quick-input-list .monaco-list-row");

  /** Presses a key that opens it. An open one goes first: there the key would mean the next row. */
  async function open(key) {
    if (await input.isVisible()) {
      await page.keyboard.press("Escape");
      await input.waitFor({ state: "hidden", timeout: 3000 });
    }
    await page.keyboard.press(key);
    await input.waitFor({ timeout: 3000 });
  }

  /** Waits for a row, as long as the list is open. */
  async function shown(row) {
    const closed = input.waitFor({ state: "hidden", timeout: patience }).then(
      () => Promise.reject(new Error("The list was closed before the row was there.")),
      () => undefined, // Still open: the row's own wait tells.
    );
    const visible = row.waitFor({ timeout: patience });
    visible.catch(() => undefined); // Nobody waits for it once the list is closed.
    await Promise.race([visible, closed.then(() => visible)]);
    await row.click({ trial: true, timeout: 3000 });
  }

  return {
    open,
    /** The row whose whole label this is: matches are marked up inside the label. */
    row(label) {
      const pattern = label.replace(/[^\w ]/g, "\\$&").replaceAll(" ", "\\s");
      const whole = new RegExp(`^\\s*${pattern}\\s*$`);
      return rows.filter({ has: page.locator(".label-name", { hasText: whole }) }).first();
    },
    /**
     * Opens it, types, and clicks a row. What something closes meanwhile is opened again; a click that was done ends it,
     * so nothing is chosen twice.
     * @param {() => Promise<unknown>} opened
     * @param {string} text
     * @param {import("playwright-core").Locator} row
     */
    async choose(opened, text, row) {
      try {
        await again(async () => {
          await opened();
          await input.fill(text, { timeout: 3000 });
          await shown(row);
          await row.click({ timeout: 20_000 });
        });
      } catch (cause) {
        const list = (await rows.allInnerTexts()).join(" | ");
        const state = (await input.isVisible()) ? `open, with: ${list}` : "closed";
        throw new Error(`"${text}" could not be chosen. In the end the list was ${state}`, {
          cause,
        });
      }
    },
    /** Presses the button that takes what was ticked. */
    accept: () => widget.getByRole("button", { name: "OK" }).click({ timeout: 5000 }),
  };
}
