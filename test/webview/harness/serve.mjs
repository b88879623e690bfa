// Serves the built panel as VS Code does: the same page and policy, an acquireVsCodeApi that keeps what is posted, and a theme's
// variables on the root element. `?theme=dark&page=form`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { themes } from "./themes.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const nonce = "harness";
const pages = {
  graph: { script: "/webview.js", style: "/panel.css" },
  form: { script: "/webview.form.js", style: "/form.css", title: "Run sales" },
};

/** Answers the address it serves at, and how to end it. */
export async function serve() {
  const page = await pageBuilder();
  const server = createServer((request, response) => {
    answer(page, new URL(request.url ?? "/", "http://localhost")).then(
      ({ type, body }) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function answer(page, { pathname, searchParams }) {
  if (/^\/webview(\.\w+)?\.js$/.test(pathname))
    return { type: "text/javascript", body: await readFile(`${root}/dist${pathname}`) };
  if (pathname === "/panel.css" || pathname === "/form.css")
    return { type: "text/css", body: await readFile(`${root}/dist${pathname}`) };
  if (pathname !== "/") throw new Error("no such page");
  const theme = themes[searchParams.get("theme") ?? "dark"];
  const style = Object.entries(theme.variables)
    .map(([name, value]) => `--vscode-${name}:${value}`)
    .join(";");
  const kept = searchParams.get("state") ?? "null";
  const html = page({ ...pages[searchParams.get("page") ?? "graph"], nonce })
    .replace("<body>", `<body class="${theme.body}">`)
    .replace(
      "</title>",
      `</title><style nonce="${nonce}">:root{${style}}</style><script nonce="${nonce}">
        window.posted = []; window.kept = ${kept.replaceAll("<", "\\u003c")}; window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
        window.acquireVsCodeApi = () => ({
          postMessage: (message) => window.posted.push(message),
          getState: () => window.kept ?? undefined,
          setState: (state) => { window.kept = state; },
        });
      </script>`,
    );
  return { type: "text/html; charset=utf-8", body: html };
}

/** The page itself comes from the protocol, so that its policy is the one that is tested. */
async function pageBuilder() {
  const { outputFiles } = await build({
    entryPoints: [`${root}/protocol/graphPanelHtml.ts`],
    bundle: true,
    write: false,
    format: "esm",
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`;
  return (await import(url)).graphPanelHtml;
}
