import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Entry } from "../model/workspace/files.ts";
import { onDisk, projectAround } from "../model/workspace/projectAround.ts";
import type { DiskFiles } from "./host.ts";

/** Larger files are no definitions of workflows, and reading them would stop the editor. */
const largestFile = 4 * 1024 * 1024;

/** Letters of text that are kept: those of the files read last. */
const mostKept = 16 * 1024 * 1024;

/** Reads below a folder of the local disk, each file and folder once until it changes or much else has been read. */
export function diskFilesBelow(rootUri: string): DiskFiles {
  const root = rootUri.startsWith("file:") ? fileURLToPath(rootUri) : undefined;
  const texts = new Map<string, string | undefined>();
  const lists = new Map<string, readonly Entry[] | undefined>();
  const outside = new Map<string, string>();
  let kept = 0;
  const dropOldest = (): void => {
    for (const [path, text] of texts) {
      if (kept <= mostKept / 2) return;
      texts.delete(path);
      kept -= text?.length ?? 0;
    }
  };
  const forget = (path: string): void => {
    kept -= texts.get(path)?.length ?? 0;
    texts.delete(path);
    lists.delete(path);
  };
  /** Nobody tells of changes around the workspace: what lies there is asked for its time before it is believed. */
  const notice = (path: string): void => {
    if (root === undefined || (path !== ".." && !path.startsWith("../"))) return;
    const stamp = stampOf(join(root, path));
    if (outside.get(path) === stamp) return;
    outside.set(path, stamp);
    forget(path);
  };
  return {
    ...(root !== undefined &&
      projectAround(root, { home: homedir(), namesAt: (folder) => namesAt(onDisk(folder)) })),
    readText(path) {
      notice(path);
      return remembered(texts, path, () => {
        const text = root && textAt(join(root, path));
        kept += text?.length ?? 0;
        if (kept > mostKept) dropOldest();
        return text;
      });
    },
    list(path) {
      notice(path);
      return remembered(lists, path, () => (root ? entriesAt(join(root, path)) : undefined));
    },
    forget(path) {
      forget(path);
      lists.delete(path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
    },
  };
}

function remembered<T>(known: Map<string, T>, key: string, read: () => T): T {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found as T;
  const made = read();
  known.set(key, made);
  return made;
}

function textAt(file: string): string | undefined {
  try {
    if (statSync(file).size > largestFile) return undefined;
    const text = readFileSync(file, "utf8");
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined; // Not there or not readable: the port's word for it.
  }
}

/** When a file or folder was last changed, as a text to compare. */
function stampOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    return `${String(mtimeMs)}:${String(size)}`;
  } catch {
    return ""; // Not there or not readable.
  }
}

function namesAt(folder: string): readonly string[] {
  return entriesAt(folder)?.map(({ name }) => name) ?? [];
}

function entriesAt(folder: string): readonly Entry[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => ({
        name: entry.name,
        kind: isFolder(entry, join(folder, entry.name)) ? ("folder" as const) : ("file" as const),
      }));
  } catch {
    return undefined; // Not there or not readable: the port's word for it.
  }
}

function isFolder(
  entry: { isDirectory(): boolean; isSymbolicLink(): boolean },
  path: string,
): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
