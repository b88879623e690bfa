import { expect } from "vitest";

import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import { lineIndexOf, offsetAt, rangeAt, type Position } from "../../model/text/lineIndex.ts";
import type { Span } from "../../model/text/span.ts";
import { defaultServerSettings, type ServerSettings } from "../../protocol/settings.ts";
import { Folder } from "../../server/folder.ts";
import type { Host } from "../../server/host.ts";
import type { Question } from "../../server/question.ts";
import type { Session } from "../../server/session.ts";
import { WorkspaceIndex } from "../../server/workspaceIndex.ts";
import { readFixture, type Fixture } from "../fixture.ts";
import { filesOf } from "../model/rules/checkText.ts";

/** 2024-01-15T12:00:00Z: the clock of all server tests. */
export const testNow = Date.UTC(2024, 0, 15, 12);

/** A fixture as the server sees it: the file with the cursor is open, the others are in the index. */
export interface Asked {
  readonly fixture: Fixture;
  readonly question: Question;
  /** What a feature that is about the whole workspace asks. */
  readonly session: Pick<Session, "folders" | "indexOf" | "locationIn" | "now">;
}

/** Makes a question of a fixture; the cursor `<|>` says which file and where, else the first file. */
export async function ask(
  source: string,
  settings: Partial<ServerSettings> = {},
  airflow: 2 | 3 = 3,
): Promise<Asked> {
  const fixture = readFixture(source);
  const [firstFile = "dag.py"] = fixture.files.keys();
  const { file = firstFile, offset = 0 } = fixture.cursor ?? {};
  const folder = new Folder("file:///work", hostOf(fixture.files), () => undefined);
  folder.settings = { ...defaultServerSettings, ...settings, airflowVersion: `${airflow}` };
  const index = new WorkspaceIndex(folder, () => undefined);
  await index.build(() => undefined);
  const text = fixture.files.get(file) ?? "";
  const snapshot = snapshotOf({
    ...folder.readingOf(file),
    file,
    text,
    version: 1,
    otherDags: index.othersOf(file),
  });
  const question: Question = {
    uri: folder.uriOf(file),
    snapshot,
    index,
    offset,
    settings: folder.settings,
    now: testNow,
    localZone: "UTC",
    airflow,
    location: (span) => ({
      uri: folder.uriOf(span.file),
      range: rangeAt(lineIndexOf(fixture.files.get(span.file) ?? ""), span),
    }),
    readText: (path) => fixture.files.get(path),
  };
  const session = {
    folders: [folder],
    indexOf: () => index,
    locationIn: (_: Folder, span: Span) => question.location(span),
    now: testNow,
  };
  return { fixture, question, session };
}

/** Compares places that a feature found with the marks of a fixture: `file:start-end text`, in order. */
export function expectPlaces(
  { fixture }: Asked,
  found: readonly { readonly uri: string; readonly range: { start: Position; end: Position } }[],
  label?: string,
): void {
  const wanted = fixture.marks
    .filter((mark) => mark.label === label)
    .map(({ file, start, end }) => shown(fixture, file, start, end));
  const got = found.map(({ uri, range }) => {
    const file = uri.replace("file:///work/", "");
    const lines = lineIndexOf(fixture.files.get(file) ?? "");
    return shown(fixture, file, offsetAt(lines, range.start), offsetAt(lines, range.end));
  });
  expect([...got].sort()).toEqual([...wanted].sort());
}

function shown(fixture: Fixture, file: string, start: number, end: number): string {
  const at = String(start).padStart(5, "0");
  return `${file}:${at} ${fixture.files.get(file)?.slice(start, end) ?? ""}`;
}

function hostOf(texts: ReadonlyMap<string, string>): Host {
  return {
    filesBelow: () => ({ ...filesOf(texts), forget: () => undefined }),
    now: () => testNow,
    localZone: "UTC",
  };
}
