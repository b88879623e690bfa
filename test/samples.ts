import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

import type { Files } from "../model/workspace/files.ts";

// Tests and benches run in the root of the repository.
const root = resolve("samples");

/** Every Python file of the samples: path below `samples/` and text. */
export function sampleFiles(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py"))
    .sort()
    .map((path) => ({
      file: path.split(sep).join("/"),
      text: readFileSync(join(root, path), "utf8"),
    }));
}

/** The samples as the core sees a workspace. */
export const samples: Files = {
  readText(path) {
    const file = join(root, path);
    if (relative(root, file).startsWith("..")) return undefined;
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined; // Not there, or a folder.
    }
  },
  list(path) {
    try {
      return readdirSync(join(root, path)).map((name) => ({
        name,
        kind: statSync(join(root, path, name)).isDirectory() ? "folder" : "file",
      }));
    } catch {
      return undefined; // Not a folder.
    }
  },
};
