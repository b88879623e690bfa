// A VS Code window: Chromium showing the server's workbench, with the extension under development in it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const limit = 15 * 60_000;

/**
 * @param {object} options
 * @param {string} options.origin of the server
 * @param {string} options.workspace folder to open
 * @param {string} options.extension folder of the extension under development
 * @param {string} [options.tests] module in it whose run() the extension host calls; without it, an ordinary window
 * @param {boolean} [options.web] run the extension in a web worker, as vscode.dev does
 * @param {{ width: number, height: number }} [options.size]
 * @returns {Promise<{ page: import('playwright-core').Page, exitCode: Promise<number>, close: () => Promise<void> }>}
 */
export async function openWindow({
  origin,
  workspace,
  extension,
  tests,
  web = false,
  size = { width: 1400, height: 900 },
}) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
  const page = await browser.newPage({ viewport: size });

  // The workbench calls these two with what the extension host logs, and with the tests' exit code.
  let heard = false;
  const exitCode = new Promise((resolve, reject) => {
    void page.exposeFunction("codeAutomationExit", (code) => {
      if (!heard) console.error("The suite did not start. VERBOSE=1 shows what VS Code said.");
      resolve(code);
    });
    page.once("crash", () => reject(new Error("The VS Code window crashed")));
    page.once("close", () => reject(new Error("The VS Code window closed before the tests ended")));
    setTimeout(
      () => reject(new Error(`No end of the tests after ${limit / 60_000} minutes`)),
      limit,
    ).unref();
  });
  exitCode.catch(() => {}); // a window without tests is closed with nobody waiting
  await page.exposeFunction("codeAutomationLog", (level, [format, ...rest]) => {
    if (typeof format === "string" && format.startsWith("[test] ")) {
      heard = true;
      console.log(format.slice(7), ...rest);
    } else if (process.env.VERBOSE) console.log(`[${level}]`, format, ...rest);
  });

  const at = web
    ? await serveForWorkers(page, { origin, extension })
    : `vscode-remote://${new URL(origin).host}${extension}`;
  const payload = [
    ["skipWelcome", "true"],
    ["extensionDevelopmentPath", at],
  ];
  if (tests) payload.push(["extensionTestsPath", `${at}/${tests}`]);
  await page.goto(
    `${origin}/?${new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) })}`,
  );
  return { page, exitCode, close: () => browser.close() };
}

/** Serves the extension's files over HTTP and names it in the page's configuration: what vscode.dev does with an extension. */
async function serveForWorkers(page, { origin, extension }) {
  await page.route(`${origin}/extension/**`, (route) => {
    const file = join(
      extension,
      new URL(route.request().url()).pathname.slice("/extension".length),
    );
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  });
  const location = { scheme: "http", authority: new URL(origin).host, path: "/extension" };
  // The configuration is in a <meta>, there but not yet read when the document turns 'interactive'.
  await page.addInitScript((location) => {
    document.addEventListener(
      "readystatechange",
      () => {
        const meta = document.getElementById("vscode-workbench-web-configuration");
        if (!meta) return;
        const options = JSON.parse(meta.dataset.settings);
        options.developmentOptions.extensions = [location];
        meta.dataset.settings = JSON.stringify(options);
      },
      { once: true },
    );
  }, location);
  return `${origin}/extension`;
}

export function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found)
    throw new Error(
      "No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH",
    );
  return found;
}
