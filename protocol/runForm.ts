import type { ParamField } from "../model/run/params/paramField.ts";
import type { ScheduledDates } from "./languageServer.ts";

/** What the host tells the form. */
export type ToForm =
  /** What is to be filled in; sent once the form listens. */
  | { readonly kind: "form"; readonly form: RunForm }
  /** The answer to `askDates` with the same number. Null: they cannot be told. */
  | { readonly kind: "dates"; readonly asked: number; readonly dates: ScheduledDates | null };

/** The form that is filled in before a run. */
export interface RunForm {
  readonly dagId: string;
  /** Below the workspace folder. */
  readonly file: string;
  /** What will run it, in words. */
  readonly engine: string;
  readonly fields: readonly ParamField[];
  /** What was run with last time, by name; null: never yet. */
  readonly last: Readonly<Record<string, unknown>> | null;
  readonly when: WhenKind;
  /** What stands in the fields of dates at first. */
  readonly date: string;
  readonly from: string;
  readonly until: string;
}

export type WhenKind = "now" | "date" | "range";

/** What the form tells the host. */
export type FromForm =
  /** The form listens now (also after it was hidden). */
  | { readonly kind: "ready" }
  /** Which dates a backfill of this range would run; instants in ms since 1970. */
  | {
      readonly kind: "askDates";
      readonly asked: number;
      readonly from: number;
      readonly until: number;
    }
  /** Run with what was filled in; the form closes. */
  | { readonly kind: "run"; readonly order: FormOrder }
  /** Close the form; nothing runs. */
  | { readonly kind: "close" };

/** What was filled in. Instants in ms since 1970. */
export interface FormOrder {
  /** Those that differ from their default. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Other configuration. */
  readonly conf: Readonly<Record<string, unknown>>;
  readonly when:
    | { readonly kind: "now" }
    | { readonly kind: "date"; readonly at: number }
    | {
        readonly kind: "range";
        readonly from: number;
        readonly until: number;
        readonly atATime: number;
        readonly newestFirst: boolean;
        readonly reprocess: Reprocess;
      };
}

/** Which dates of a backfill run again though they have a run: none, those that failed, all. */
export type Reprocess = "none" | "failed" | "completed";
