// Puts a pure-Python Jinja2 beside the runner, for interpreters that have none: from PyPI into the VSIX, never into git.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./say.mjs";

const pinned = ["jinja2==3.1.6", "markupsafe==3.0.4"];
const vendor = join(root, "runner", "python", "vendor");
const note = join(vendor, "VERSIONS.txt");

// Only the Python files: MarkupSafe works without its compiled part.
const unpack = `
import glob, os, sys, zipfile
source, target = sys.argv[1:3]
for wheel in glob.glob(os.path.join(source, "*.whl")):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            licence = ".dist-info/" in name and "LICENSE" in name.upper()
            if not (name.endswith((".py", "py.typed")) or licence):
                continue
            path = os.path.join(target, name.split("/")[0].split("-")[0], "LICENSE.txt") if licence else os.path.join(target, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as out:
                out.write(archive.read(name))
`;

/** Makes `runner/python/vendor` if it is not there in these versions; answers what went wrong, if something did. */
export function vendorPython() {
  const wanted = `${pinned.join("\n")}\n`;
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return undefined;
  const python = ["python3", "python"].find((name) => run(name, ["-m", "pip", "--version"]) === "");
  if (!python) return "Jinja2 was not bundled: no Python with pip was found.";
  const wheels = mkdtempSync(join(tmpdir(), "dagsight-wheels-"));
  try {
    const options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--dest", wheels];
    const failed = run(python, ["-m", "pip", "download", ...options, ...pinned]);
    if (failed) return `Jinja2 was not bundled: ${failed}`;
    rmSync(vendor, { recursive: true, force: true });
    mkdirSync(vendor, { recursive: true });
    const spoiled = run(python, ["-c", unpack, wheels, vendor]);
    if (spoiled) return `Jinja2 was not bundled: ${spoiled}`;
    writeFileSync(note, wanted);
    return undefined;
  } finally {
    rmSync(wheels, { recursive: true, force: true });
  }
}

/** Empty when it went well, else the last line of what it said. */
function run(command, args) {
  const done = spawnSync(command, args, { encoding: "utf8" });
  if (done.status === 0) return "";
  const said = (done.error?.message ?? done.stderr ?? "").trim().split("\n").at(-1);
  return said === "" ? `${command} failed` : said;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const failed = vendorPython();
  if (failed) console.error(failed);
  process.exitCode = failed ? 1 : 0;
}
