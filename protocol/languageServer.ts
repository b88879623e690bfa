import { NotificationType, RequestType, type Location } from "vscode-languageserver-protocol";

import type { GraphDag } from "../model/dag/graphJson.ts";
import type { Position, Range } from "../model/text/lineIndex.ts";
import type { Entry } from "../model/workspace/files.ts";
import type { PanelTarget } from "./graphPanel.ts";

/** Asks for the DAGs of one open document. */
export interface GraphParams {
  readonly uri: string;
}

/** The command ids that code lenses and hovers of the server name; the client has them. */
export const lensCommands = {
  showGraph: "dagsight.showGraph",
  runDag: "dagsight.runDag",
  runTask: "dagsight.runTask",
} as const;

/** Which DAG, and which of its tasks, a command is about. All commands take one such object, or nothing. */
export interface DagTarget {
  readonly uri: string;
  readonly dagId?: string;
  readonly taskId?: string;
  /** A task group, where that is what was chosen. */
  readonly groupId?: string;
}

/** Where the schedule of a DAG is written, for the schedule picker. */
export interface ScheduleTarget extends DagTarget {
  readonly range: Range;
  readonly expression: string;
}

/** Client → server, in a browser: the server has no disk of its own there. */
export const readFileRequest = new RequestType<{ readonly uri: string }, string | null, void>(
  "dagsight/readFile",
);

/** Client → server, in a browser: what a folder holds. */
export const listFolderRequest = new RequestType<
  { readonly uri: string },
  readonly Entry[] | null,
  void
>("dagsight/listFolder");

/** Server → client: the DAGs of an open document have been read anew. */
export const graphChanged = new NotificationType<{
  readonly uri: string;
  readonly version: number;
}>("dagsight/graphChanged");

/** Everything that the graph panel and the DAGs view show of one document. */
export interface GraphAnswer {
  readonly version: number;
  readonly file: string;
  /** The Airflow that the file is read for. */
  readonly airflow: 2 | 3;
  readonly dags: readonly GraphDag[];
  /** Why the text cannot be read as a whole at the moment, such as a syntax error; null when it can. */
  readonly broken: string | null;
  readonly problems: readonly GraphProblem[];
}

/** A finding, with the parts of the picture that it is about. */
export interface GraphProblem {
  readonly code: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  readonly range: Range;
  readonly dagId: string | null;
  readonly ids: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export const graphRequest = new RequestType<GraphParams, GraphAnswer | null, void>(
  "dagsight/graph",
);

/** Something in a document that the graph draws. */
export interface PlaceParams {
  readonly uri: string;
  readonly dagId: string;
  readonly target: PanelTarget;
}

/** Where something of a DAG is written; it may be in another file. Null when it is not there any more. */
export const placeRequest = new RequestType<PlaceParams, Location | null, void>("dagsight/place");

/** Which DAG, and which task or group of it, is written at a position. */
export const targetRequest = new RequestType<
  { readonly textDocument: { readonly uri: string }; readonly position: Position },
  { readonly dagId: string; readonly id: string | null; readonly isGroup: boolean } | null,
  void
>("dagsight/target");
