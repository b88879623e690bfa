import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { revisionFiles } from "../../cli/revisionFiles.ts";

test("files are read as they were at a revision, from a folder inside the repository", () => {
  const root = mkdtempSync(join(tmpdir(), "dagsight-revision-"));
  try {
    const git = (...args: string[]): unknown =>
      execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args]);
    git("init", "-q");
    mkdirSync(join(root, "work/dags/own"), { recursive: true });
    writeFileSync(join(root, "work/dags/a.py"), "before");
    writeFileSync(join(root, "work/dags/own/b.py"), "b");
    git("add", ".");
    git("commit", "-qm", "first");
    writeFileSync(join(root, "work/dags/a.py"), "after");
    const files = revisionFiles(join(root, "work"), "HEAD");
    expect(files.readText("dags/a.py")).toBe("before");
    expect(files.readText("./dags/own/b.py")).toBe("b");
    expect(files.readText("nowhere.py")).toBeUndefined();
    expect(files.list("dags")).toEqual([
      { name: "a.py", kind: "file" },
      { name: "own", kind: "folder" },
    ]);
    expect(files.list("")).toEqual([{ name: "dags", kind: "folder" }]);
    expect(files.list("nowhere")).toBeUndefined();
    expect(() => revisionFiles(root, "--help")).toThrow('Git knows no revision "--help" here.');
  } finally {
    rmSync(root, { recursive: true });
  }
});
