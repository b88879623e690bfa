// VS Code's own server, from the npm package code-server: the real workbench and the real extension host, with npm as the
// only thing that downloads.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";

// VS Code 1.139.1, and the Node that it insists on.
const packages = ["code-server@4.139.1", `node-${process.platform}-${process.arch}@24.21.0`];

// Outside the project, so that clones, worktrees and CI runs share one copy.
const cache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "vscode-server-for-tests",
);
const home = join(cache, packages.join("+"));
const root = join(home, "node_modules/code-server/lib/vscode");
const node = join(home, "node_modules/.bin/node");

/** Installs the server, once. Two small modules are compiled: that takes a C++ compiler, make and Python 3. */
export function installServer() {
  if (existsSync(home)) return;
  console.log(`Installing ${packages.join(" and ")} into ${cache}, once …`);
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, "unfinished-"));
  try {
    writeFileSync(join(made, "package.json"), '{ "private": true }');
    npm(made, "install", "--ignore-scripts", ...packages);
    const vscode = join(made, "node_modules/code-server/lib/vscode");
    npm(vscode, "install", "--ignore-scripts", "--omit=dev");
    // The only needed native modules without a prebuilt binary: log files and output channels, and ending with the parent.
    const headers = join(made, "node_modules", packages[1].split("@")[0]);
    npm(vscode, "rebuild", "@vscode/spdlog", "@vscode/native-watchdog", `--nodedir=${headers}`);
    if (!existsSync(home)) renameSync(made, home); // whole or not at all, even if another run installs at the same time
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function npm(cwd, ...args) {
  const { status } = spawnSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}`);
}

/**
 * Starts the server on a free port, with data folders of its own that end with it.
 * @param {{ settings?: object, trusted?: boolean, neighbours?: string[] }} options user settings; `trusted: false` is
 *   Restricted Mode; `neighbours` are folders of other extensions that are installed
 */
export async function startServer({ settings = {}, trusted = true, neighbours = [] } = {}) {
  installServer();
  const data = mkdtempSync(join(tmpdir(), "vscode-"));
  mkdirSync(join(data, "data/User"), { recursive: true });
  writeFileSync(
    join(data, "data/User/settings.json"),
    JSON.stringify({ ...quiet, ...settings }, null, 2),
  );

  for (const folder of neighbours) {
    cpSync(folder, join(data, "extensions", basename(folder)), { recursive: true });
  }

  const server = spawn(
    node,
    [
      join(root, "out/server-main.js"),
      "--host=127.0.0.1",
      "--port=0",
      "--without-connection-token",
      "--accept-server-license-terms",
      "--disable-telemetry",
      `--server-data-dir=${data}`,
      "--enable-smoke-test-driver", // without it a built workbench ignores an extension under development
      "--enable-remote-auto-shutdown",
      "--reconnection-grace-time=60", // of a window on a busy machine; some minutes after one is gone for good
      ...(trusted ? ["--disable-workspace-trust"] : []),
    ],
    {
      detached: true, // a process group of its own, to end with all its children
      env: {
        ...process.env,
        EXTENSIONS_GALLERY: "{}", // no marketplace, and no looking for one
        XDG_RUNTIME_DIR: data, // sockets go here instead of staying behind in the temporary folder
      },
    },
  );
  let running = true;
  const ended = new Promise((resolve) =>
    server.once("exit", (code) => {
      running = false;
      resolve(code);
    }),
  );
  const kill = () => running && process.kill(-server.pid);
  const clean = () =>
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.once("exit", () => {
    kill();
    clean();
  });
  if (process.env.VERBOSE) server.stderr.pipe(process.stderr);
  else server.stderr.resume();

  const port = await new Promise((resolve, reject) => {
    void ended.then((code) =>
      reject(new Error(`The VS Code server ended with ${code}. VERBOSE=1 shows why.`)),
    );
    createInterface(server.stdout).on("line", (line) => {
      if (process.env.VERBOSE) console.log("[server]", line);
      const listening = /Extension host agent listening on (\d+)/.exec(line);
      if (listening) resolve(listening[1]);
    });
  });

  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      kill();
      await ended;
      clean();
    },
  };
}

// What a fresh VS Code shows or fetches that has nothing to do with the extension.
const quiet = {
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.showReleaseNotes": false,
  "files.autoSave": "off", // on in a browser: what a test types would be saved under its hands
};
