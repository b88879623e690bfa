import type { Range } from "../text/lineIndex.ts";
import type { Certainty } from "./certainty.ts";

/** A DAG's structure as plain JSON: what `dagsight graph --format json` prints and what the graph panel draws. */
export interface GraphDag {
  readonly dagId: string;
  readonly file: string;
  readonly range: Range;
  /** The other file that makes it; `range` is then where `file` calls or imports it. */
  readonly madeIn?: string;
  readonly certainty: Certainty;
  readonly unknown: readonly { readonly range: Range; readonly reason: string }[];
  readonly schedule: GraphSchedule;
  readonly tasks: readonly GraphTask[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
  /** What is outside of it and tied to it, if anything is. */
  readonly neighbours?: readonly GraphNeighbour[];
  /** In a comparison. */
  readonly change?: Change;
  /** In a comparison: what started it before, if that was something else. */
  readonly scheduleBefore?: GraphSchedule;
}

/** Something outside of a DAG that starts it, or that its tasks read, wait for, produce or trigger. */
export interface GraphNeighbour {
  readonly kind: "asset" | "dag";
  /** An asset's name, or a DAG's id. */
  readonly name: string;
  readonly role: "starts" | "read" | "awaited" | "made" | "triggered";
  /** Tasks that are tied to it; none where it is the DAG as a whole. */
  readonly tasks: readonly string[];
}

/** What starts the runs, and in plain English. */
export interface GraphSchedule {
  readonly kind:
    | "cron"
    | "preset"
    | "delta"
    | "timetable"
    | "assets"
    | "once"
    | "continuous"
    | "none"
    | "dynamic";
  readonly expression: string | null;
  readonly timezone: string | null;
  readonly text: string | null;
  readonly certainty: Certainty;
}

/** How a part differs from the revision that the graph is compared with. */
export type Change = "added" | "removed" | "changed" | "same";

/** One task. The optional fields are extras for the panel: a reader may leave them out. */
export interface GraphTask {
  readonly taskId: string;
  readonly operator: string;
  readonly group: string | null;
  readonly range: Range;
  /** As a DAG's. */
  readonly madeIn?: string;
  readonly certainty: Certainty;
  readonly mapped: boolean;
  readonly setup: boolean;
  readonly teardown: boolean;
  readonly triggerRule: string | null;
  readonly kind?: "operator" | "sensor" | "taskflow" | "placeholder";
  /** `task_display_name`, shown instead of the id. */
  readonly displayName?: string;
  readonly doc?: string;
  /** Ids that a branching task may choose. Present (even if empty) exactly on tasks that branch. */
  readonly branchTargets?: readonly string[];
  readonly change?: Change;
}

/** One arrow between two tasks, or to or from a group. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  readonly certainty: Certainty;
  readonly change?: Change;
}

/** One task group. */
export interface GraphGroup {
  readonly groupId: string;
  readonly parent: string | null;
  readonly mapped: boolean;
  readonly range: Range;
  /** As a DAG's. */
  readonly madeIn?: string;
  readonly certainty: Certainty;
  readonly tooltip?: string;
}
