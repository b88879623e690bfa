import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { createProtocolConnection } from "vscode-languageserver-protocol/node";

import { TestEditor } from "../../test/server/languageClient.ts";
import { largeDagFile } from "../generate.ts";
import { median, row, timeAsync } from "../measure.ts";

/** The index of a workspace of many DAG files, in the built server as an editor starts it. */
export async function workspaceOf(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagsight-bench-"));
  const files = Array.from({ length: count }, (_, at) => `dags/team_${at % 50}/dag_${at}.py`);
  for (const [at, file] of files.entries()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), dagFile(at));
  }
  const server = spawn(process.execPath, [join(__dirname, "..", "cli.js"), "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    let changed: () => void = () => undefined;
    const editor = await TestEditor.over(connection, pathToFileURL(folder).href);
    const begun = performance.now();
    await editor.indexed();
    const worked = cpuSeconds(server.pid);
    const waited = (performance.now() - begun) / 1000;
    row(`${count} files indexed, cold`, Math.min(worked ?? waited, waited), "s", { atMost: 6 });
    const memory = residentMegabytes(server.pid);
    if (memory !== undefined) row("memory of the server then", memory, "MB", { atMost: 250 });

    connection.onNotification("dagsight/workspaceChanged", () => changed());
    const edits: number[] = [];
    for (let round = 0; round < 20; round++) {
      const file = files[(round * 239) % count] ?? "";
      writeFileSync(join(folder, file), dagFile(count + round));
      edits.push(
        await timeAsync(async () => {
          const done = new Promise<void>((resolve) => (changed = resolve));
          await connection.sendNotification("workspace/didChangeWatchedFiles", {
            changes: [{ uri: editor.uri(file), type: 2 }],
          });
          await done;
        }),
      );
    }
    row("one file of them edited on disk → index", median(edits), "ms", { atMost: 50 });
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    await new Promise((resolve) => server.once("exit", resolve));
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Five to thirty tasks a file, each file with ids of its own. */
function dagFile(at: number): string {
  return largeDagFile(5 + (at % 26)).replace('"large"', `"dag_${at}"`);
}

/** CPU time of a process, on Linux. */
function cpuSeconds(pid: number | undefined): number | undefined {
  const fields = procFile(pid, "stat")
    ?.replace(/^.*\) /, "")
    .split(" ");
  return fields && (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMegabytes(pid: number | undefined): number | undefined {
  const kilobytes = /VmRSS:\s*(\d+)/.exec(procFile(pid, "status") ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function procFile(pid: number | undefined, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined; // Not Linux.
  }
}
