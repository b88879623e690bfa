import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Files } from "../model/workspace/files.ts";

/** The files below a folder of the disk; what cannot be read is not there. */
export function nodeFiles(root: string): Files {
  return {
    readText(path) {
      try {
        return readFileSync(join(root, path), "utf8");
      } catch {
        // The port answers undefined for whatever cannot be read: missing, a folder, no permission.
        return undefined;
      }
    },
    list(path) {
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
