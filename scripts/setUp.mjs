// Everything that must be there before anything runs, made where it can be: npm packages, a build, and for the tests in
// VS Code a Chromium and a C++ compiler.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, run } from "./say.mjs";

/** Installs the npm packages of the lock file unless these very ones are there. */
export async function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".dagsight-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing the npm packages …");
  const { code } = await run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    quiet: true,
  });
  if (code !== 0) throw new Error("npm ci failed: see above.");
  writeFileSync(stamp, lock);
}

/** Builds every bundle. */
export async function buildAll() {
  console.log("Building …");
  const { code } = await run([process.execPath, "scripts/build.mjs"]);
  if (code !== 0) throw new Error("The build failed: see above.");
}

const chromiums = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** What the tests in VS Code need beyond npm, looked for, else installed with apt where that can be; answers what lacks. */
export async function findSystemNeeds() {
  const lacking = systemLacks();
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (lacking.length === 0 || !canInstall) return lacking;
  console.log(`Installing ${lacking.join(", ")} with apt …`);
  await run(["apt-get", "update", "-qq"], { quiet: true });
  await run(
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...lacking, "fonts-dejavu-core"],
    {
      quiet: true,
      env: { DEBIAN_FRONTEND: "noninteractive" },
    },
  );
  return systemLacks();
}

function systemLacks() {
  const has = (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
  return [
    ...(chromiums.some((path) => path && existsSync(path)) ? [] : ["chromium"]),
    ...["g++", "make"].filter((program) => !has(program)),
  ];
}
