import type { Location, Range } from "vscode-languageserver";

import type { AirflowVersion } from "../model/readers/reader.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { rangeAt } from "../model/text/lineIndex.ts";
import type { Span } from "../model/text/span.ts";
import type { ServerSettings } from "../protocol/settings.ts";
import type { WorkspaceIndex } from "./workspaceIndex.ts";

/** What a feature is asked about: one snapshot, and the place in it if there is one. */
export interface Question {
  readonly uri: string;
  readonly snapshot: Snapshot;
  /** What is known of the other files of the workspace. */
  readonly index: WorkspaceIndex;
  /** Offset of the cursor; 0 for a question about the whole file. */
  readonly offset: number;
  readonly settings: ServerSettings;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The zone of the person that asks. */
  readonly localZone: string;
  readonly airflow: AirflowVersion;
  /** Any file of the workspace: a span may lie in another one than the snapshot's. */
  location(span: Span): Location;
  /** The text of another file of the workspace. */
  readText(path: string): string | undefined;
}

/** A span of the snapshot's own file as the client counts. */
export function rangeOf(question: Question, span: Omit<Span, "file">): Range {
  return rangeAt(question.snapshot.lines, span);
}
