import {
  NotificationType,
  NotificationType0,
  RequestType,
  RequestType0,
  type Location,
} from "vscode-languageserver-protocol";

import type { GraphDag } from "../model/dag/graphJson.ts";
import type { Position, Range } from "../model/text/lineIndex.ts";
import type { Entry } from "../model/workspace/files.ts";
import type { PanelTarget } from "./graphPanel.ts";

/** Asks for the DAGs of one open document. */
export interface GraphParams {
  readonly uri: string;
}

/** The `data` of a completion that Python's own tool offers too, where it knows the packages. */
export const pythonAnswer = "python";

/** The command ids that code lenses and hovers of the server name; the client has them. */
export const lensCommands = {
  showGraph: "dagsight.showGraph",
  runDag: "dagsight.runDag",
  runTask: "dagsight.runTask",
  chooseSchedule: "dagsight.chooseSchedule",
} as const;

/** Which DAG, and which of its tasks, a command is about. All commands take one such object, or nothing. */
export interface DagTarget {
  readonly uri: string;
  readonly dagId?: string;
  /** The DAGs that one place makes, of which one is to be picked. */
  readonly dagIds?: readonly string[];
  readonly taskId?: string;
  /** A task group, where that is what was chosen. */
  readonly groupId?: string;
}

/** Where the schedule of a DAG is written, for the schedule picker. */
export interface ScheduleTarget extends DagTarget {
  /** What is replaced: between the quotes if it is a string, else the whole value. */
  readonly range: Range;
  readonly isString: boolean;
  /** The whole value, with its quotes: what is replaced by a value that is no text. */
  readonly whole: Range;
  readonly expression: string;
  readonly timezone: string;
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

/** The DAGs of an open document, with the problems to draw on them. Null for a document that is not open. */
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

/** One DAG of the workspace, as the DAGs view lists it. */
export interface ListedDag {
  readonly uri: string;
  /** Below the workspace folder. */
  readonly file: string;
  readonly dagId: string;
  readonly range: Range;
  /** In words. */
  readonly schedule: string;
  /** The same as short as it can be. */
  readonly brief: string;
  readonly nextRun: string | null;
  readonly tags: readonly string[];
  /** Errors and warnings of its file. */
  readonly problems: number;
  readonly tasks: number;
}

/** A task or group below a DAG or group of the DAGs view. */
export interface ListedMember {
  readonly kind: "task" | "group";
  readonly id: string;
  /** Without the prefix of the group around it. */
  readonly name: string;
  readonly operator: string | null;
  readonly mapped: boolean;
  /** Where it is made; it may be another file than the DAG's. */
  readonly uri: string;
  readonly range: Range;
}

/** All DAGs of the workspace that the index knows, in the order of their files. */
export const workspaceDagsRequest = new RequestType0<readonly ListedDag[], void>(
  "dagsight/workspaceDags",
);

/** What is directly inside a DAG (`groupId` null) or a group of it. */
export const dagMembersRequest = new RequestType<
  { readonly uri: string; readonly dagId: string; readonly groupId: string | null },
  readonly ListedMember[],
  void
>("dagsight/dagMembers");

/** Server → client: the DAGs of the workspace are not what they were. */
export const workspaceChanged = new NotificationType0("dagsight/workspaceChanged");

/** The schedule that a DAG has, for the picker: where to write another. Null when the place cannot be told. */
export const schedulePlaceRequest = new RequestType<
  { readonly uri: string; readonly dagId: string | null; readonly position: Position | null },
  ScheduleTarget | null,
  void
>("dagsight/schedulePlace");

/** One line of the schedule picker. */
export interface ScheduleChoice {
  readonly expression: string;
  /** In words; why it is refused, when it is. */
  readonly text: string;
  readonly valid: boolean;
  readonly next: readonly string[];
  /** Written as it is, without quotes: `None`. */
  readonly isValue?: boolean;
}

/** What to offer while a schedule is typed: the text itself first, then the usual ones. */
export const scheduleChoicesRequest = new RequestType<
  { readonly uri: string; readonly typed: string; readonly timezone: string },
  readonly ScheduleChoice[],
  void
>("dagsight/scheduleChoices");

/** The DAGs of another text of an open document, such as the one of a revision. */
export const graphOfTextRequest = new RequestType<
  { readonly uri: string; readonly text: string },
  readonly GraphDag[],
  void
>("dagsight/graphOfText");

/**
 * Which tasks of a DAG have another text than in `before`. Null: something else changed that may matter to any task, or the
 * file cannot be read at the moment.
 */
export const changedTasksRequest = new RequestType<
  { readonly uri: string; readonly dagId: string; readonly before: string },
  readonly string[] | null,
  void
>("dagsight/changedTasks");

/** The logical dates of a DAG in a range, oldest first, for a backfill. */
export interface ScheduledDates {
  readonly dates: readonly {
    /** Instants, as all numbers here, in ms since 1970. */
    readonly at: number;
    readonly interval: readonly [number, number];
    /** In the DAG's zone. */
    readonly text: string;
  }[];
  /** There are more than are listed. */
  readonly isMore: boolean;
  readonly timezone: string;
  /** Why there is none. */
  readonly reason: string | null;
}

/** Which dates a DAG has from one instant to another, both included. Null when the file does not have that DAG. */
export const scheduledDatesRequest = new RequestType<
  {
    readonly uri: string;
    readonly dagId: string;
    readonly from: number;
    readonly until: number;
  },
  ScheduledDates | null,
  void
>("dagsight/scheduledDates");
