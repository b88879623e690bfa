import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { commandNames } from "../../client/commands/names.ts";
import { lensCommands } from "../../protocol/languageServer.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    keybindings?: { command: string }[];
  };
};

test("names.ts and package.json list the same commands", () => {
  const declared = manifest.contributes.commands.map(({ command }) => command);
  expect([...declared].sort()).toEqual([...commandNames].sort());
});

test("menus and keys name commands that there are", () => {
  const used = [
    ...Object.values(manifest.contributes.menus).flat(),
    ...(manifest.contributes.keybindings ?? []),
  ].map(({ command }) => command);
  for (const name of used) expect(commandNames).toContain(name);
});

test("code lenses name commands that there are", () => {
  for (const name of Object.values(lensCommands)) expect(commandNames).toContain(name);
});
