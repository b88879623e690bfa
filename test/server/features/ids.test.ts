import { describe, expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver";

import { lineIndexOf, offsetAt } from "../../../model/text/lineIndex.ts";
import { snapshotOf } from "../../../model/snapshot/snapshot.ts";
import { definitionsAt } from "../../../server/features/definition.ts";
import { highlightsAt } from "../../../server/features/highlight.ts";
import { referencesAt } from "../../../server/features/references.ts";
import { prepareRename, renameAt } from "../../../server/features/rename.ts";
import type { Mark } from "../../fixture.ts";
import { filesOf } from "../../model/rules/checkText.ts";
import { ask, expectPlaces, type Asked } from "../ask.ts";
import { idFixtures } from "./idFixtures.ts";

describe.each(idFixtures)("$title", ({ source, rename }) => {
  test("is found where it is made", async () => {
    const asked = await ask(source);
    expectPlaces(asked, definitionsAt(asked.question), "def");
  });

  test("is found everywhere it is named", async () => {
    const asked = await ask(source);
    const all = asked.fixture.marks.map((mark) => ({ ...mark, label: undefined }));
    expectPlaces(withMarks(asked, all), referencesAt(asked.question, true));
  });

  test("is marked in its own file", async () => {
    const asked = await ask(source);
    const here = asked.fixture.marks
      .filter(({ file }) => file === asked.question.snapshot.file)
      .map((mark) => ({ ...mark, label: undefined }));
    const found = highlightsAt(asked.question) ?? [];
    expectPlaces(
      withMarks(asked, here),
      found.map(({ range }) => ({ uri: asked.question.uri, range })),
    );
  });

  test.skipIf(rename === undefined)("is renamed everywhere, and nothing else changes", async () => {
    const asked = await ask(source);
    expect(typeof prepareRename(asked.question)).toBe("object");
    const edit = renameAt(asked.question, rename ?? "");
    if (typeof edit !== "object") throw new Error(edit ?? "nothing to rename");
    const wanted = new Map(asked.fixture.files);
    for (const mark of [...asked.fixture.marks].sort((a, b) => b.start - a.start)) {
      const text = wanted.get(mark.file) ?? "";
      wanted.set(mark.file, text.slice(0, mark.start) + (rename ?? "") + text.slice(mark.end));
    }
    const got = edited(asked, edit);
    expect(got).toEqual(wanted);
    const before = structure(asked.fixture.files, (part) => part);
    const back = (part: string): string => (part === rename ? oldName(asked) : part);
    expect(structure(got, back)).toEqual(before);
  });
});

function withMarks(asked: Asked, marks: readonly Mark[]): Asked {
  return { ...asked, fixture: { ...asked.fixture, marks } };
}

function oldName({ fixture }: Asked): string {
  const mark = fixture.marks.find(({ label }) => label === "def");
  return fixture.files.get(mark?.file ?? "")?.slice(mark?.start, mark?.end) ?? "";
}

function edited({ fixture }: Asked, { changes = {} }: WorkspaceEdit): Map<string, string> {
  const texts = new Map(fixture.files);
  for (const [uri, edits] of Object.entries(changes)) {
    const file = uri.replace("file:///work/", "");
    let text = texts.get(file) ?? "";
    const lines = lineIndexOf(text);
    const offsets = edits.map(({ range, newText }) => ({
      start: offsetAt(lines, range.start),
      end: offsetAt(lines, range.end),
      newText,
    }));
    for (const { start, end, newText } of offsets.sort((a, b) => b.start - a.start)) {
      text = text.slice(0, start) + newText + text.slice(end);
    }
    texts.set(file, text);
  }
  return texts;
}

/** All DAGs as Airflow would build them, each part of an id passed through a function. */
function structure(texts: ReadonlyMap<string, string>, each: (part: string) => string): unknown {
  const id = (text: string): string => text.split(".").map(each).join(".");
  const files = filesOf(texts);
  return [...texts].map(([file, text]) => {
    const { reading } = snapshotOf({
      file,
      text,
      version: 0,
      files,
      airflow: 3,
      importRoots: [""],
    });
    return reading.dags.map((dag) => ({
      dagId: id(dag.dagId),
      tasks: [...dag.tasks.keys()].map(id),
      groups: [...dag.groups.keys()].map(id),
      edges: dag.edges.map(({ from, to }) => `${id(from)} >> ${id(to)}`),
    }));
  });
}
