import { spawnSync } from "node:child_process";
import { posix } from "node:path";

import type { Files } from "../model/workspace/files.ts";
import { UsageError } from "./command.ts";

/** The files below a folder as they are at a revision of its Git repository. */
export function revisionFiles(folder: string, revision: string): Files {
  const git = (...args: string[]): string | undefined => {
    const { status, stdout } = spawnSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
    return status === 0 ? stdout : undefined;
  };
  // A name that begins with a dash would be an option.
  const commit = git(
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  );
  if (commit === undefined) {
    const isRepository = git("rev-parse", "--git-dir") !== undefined;
    throw new UsageError(
      isRepository
        ? `Git knows no revision "${revision}" here.`
        : "This folder is in no Git repository, so there is nothing to compare with.",
    );
  }
  const id = commit.trim();
  const listed = (git("ls-tree", "-r", "-z", "--name-only", id) ?? "").split("\0").filter(Boolean);
  const paths = new Set(listed);
  const folders = new Map<string, Map<string, "file" | "folder">>([["", new Map()]]);
  for (const path of listed) {
    let kind: "file" | "folder" = "file";
    for (let at = path; at !== ""; kind = "folder") {
      const above = posix.dirname(at) === "." ? "" : posix.dirname(at);
      const known = folders.get(above) ?? new Map<string, "file" | "folder">();
      folders.set(above, known.set(posix.basename(at), kind));
      at = above;
    }
  }
  const plain = (path: string): string => {
    const normal = posix.normalize(path).replace(/\/$/, "");
    return normal === "." ? "" : normal;
  };
  return {
    readText: (path) =>
      paths.has(plain(path)) ? git("show", `${id}:./${plain(path)}`) : undefined,
    list: (path) => {
      const entries = folders.get(plain(path));
      return (
        entries &&
        Array.from(entries, ([name, kind]) => ({ name, kind })).sort((a, b) =>
          a.name < b.name ? -1 : 1,
        )
      );
    },
  };
}
