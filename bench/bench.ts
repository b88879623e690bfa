import { optimiseLater } from "../launch/optimiser.ts";
import { againstOthers } from "./sections/againstOthers.ts";
import { checking } from "./sections/checking.ts";
import { drawing } from "./sections/drawing.ts";
import { lettingGo } from "./sections/lettingGo.ts";
import { running } from "./sections/running.ts";
import { typing } from "./sections/typing.ts";
import { workspaceOf } from "./sections/workspace.ts";

/** What a person waits for, each with its floor: `npm run bench`, or `npm run bench -- bench NAME…` for some of them. */
const sections: Readonly<Record<string, () => void | Promise<void>>> = {
  checking,
  drawing,
  typing,
  running,
  lettingGo,
  workspace: () => workspaceOf(5000),
  againstOthers,
};

async function main(): Promise<void> {
  // As our programs are started.
  optimiseLater();
  const chosen = process.argv.slice(2);
  for (const [name, section] of Object.entries(sections)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n── ${name} ──`);
    // What the section before left behind is no part of this one.
    globalThis.gc?.();
    await section();
  }
}

void main();
