import type { Span } from "../text/span.ts";
import type { Certainty } from "./certainty.ts";

/** An instant with the zone it was written in. */
export interface ZonedInstant {
  readonly epochMs: number;
  /** IANA name, or a fixed offset such as `+02:00`. */
  readonly zone: string;
}

/** A value that was given, was not given (`null`), or cannot be known before it runs (`"unknown"`). */
export type Known<T> = T | null | "unknown";

/** What starts the runs of a DAG (airflow-semantics 1.3). `expression` is as cli.md says. */
export type Schedule = {
  readonly certainty: Certainty;
  /** The value of `schedule=`, if written. */
  readonly span: Span | undefined;
} & (
  | {
      readonly kind: "cron" | "preset";
      readonly expression: string;
      readonly timezone: string | null;
    }
  | {
      readonly kind: "delta";
      /** ISO 8601, `P1DT2H`. */
      readonly expression: string;
      readonly seconds: number;
      /** Months of a relativedelta, added by the calendar. */
      readonly months: number;
    }
  | {
      readonly kind: "timetable";
      /** `Class(…)` as shown. */
      readonly expression: string;
      readonly timezone: string | null;
      readonly timetable: Timetable;
    }
  | { readonly kind: "assets"; readonly expression: string }
  | { readonly kind: "once" | "continuous" | "none" | "dynamic" }
);

/** The timetable classes whose firings can be computed; any other is `custom` ("known to Airflow only"). */
export type Timetable =
  | {
      readonly kind: "cronTrigger" | "cronInterval";
      readonly crons: readonly string[];
      readonly timezone: string;
      /** Seconds of `interval=`. */
      readonly intervalSeconds: number;
    }
  | {
      readonly kind: "deltaTrigger" | "deltaInterval";
      readonly seconds: number;
      readonly months: number;
      readonly intervalSeconds: number;
    }
  | { readonly kind: "events"; readonly instants: readonly number[] }
  | { readonly kind: "assetOrTime"; readonly time: Timetable; readonly assets: string }
  | { readonly kind: "custom"; readonly className: string };

/** Everything that decides when runs happen. */
export interface Timing {
  readonly schedule: Schedule;
  readonly startDate: Known<ZonedInstant>;
  readonly endDate: Known<ZonedInstant>;
  readonly catchup: Known<boolean>;
  /** The DAG's zone: that of its start date, else UTC. */
  readonly timezone: string;
}
