import { readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import type { Files } from "../model/workspace/files.ts";
import { onDisk, projectAround } from "../model/workspace/projectAround.ts";

/** The files below a folder of the disk; what cannot be read is not there. */
export function nodeFiles(root: string): Files {
  return {
    ...projectAround(resolve(root), {
      home: homedir(),
      namesAt: (folder) => namesAt(onDisk(folder)),
    }),
    readText(path) {
      // Asking first is cheap; an error is made with its stack.
      if (!statAt(join(root, path))?.isFile()) return undefined;
      try {
        return readFileSync(join(root, path), "utf8");
      } catch {
        // The port answers undefined for whatever cannot be read: missing, a folder, no permission.
        return undefined;
      }
    },
    list(path) {
      if (!statAt(join(root, path))?.isDirectory()) return undefined;
      try {
        return readdirSync(join(root, path), { withFileTypes: true })
          .map((entry) => ({
            name: entry.name,
            kind: entry.isDirectory() ? ("folder" as const) : ("file" as const),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return undefined;
      }
    },
  };
}

function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A folder on the way cannot be entered.
  }
}

function namesAt(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // No permission: it says nothing.
  }
}
