import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { commandNames } from "../../client/commands/names.ts";
import { lensCommands } from "../../protocol/languageServer.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  contributes: {
    commands: { command: string; title: string }[];
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

test("a command in the menu of a row ends with an ellipsis only where it asks although the row says what is meant", () => {
  const asking = [
    "dagsight.runWithParameters",
    "dagsight.runForDate",
    "dagsight.backfill",
    "dagsight.chooseSchedule",
  ];
  const inRows = new Set(
    manifest.contributes.menus["view/item/context"]?.map(({ command }) => command),
  );
  const withEllipsis = manifest.contributes.commands
    .filter(({ command, title }) => inRows.has(command) && title.endsWith("…"))
    .map(({ command }) => command);
  expect(withEllipsis.sort()).toEqual(asking.sort());
});
