import type { RuleSettings } from "../model/rules/ruleSettings.ts";
import type { Severity } from "../model/rules/finding.ts";

/** What the server reads of the user's settings, below `dagsight`. */
export interface ServerSettings {
  readonly airflowVersion: "auto" | "2" | "3";
  /** Below the workspace root; empty: the nearest folder named `dags`, else the file's own. */
  readonly dagsFolder: string;
  readonly rules: RuleSettings;
  readonly inlayHints: { readonly schedule: boolean; readonly dependencies: boolean };
  readonly codeLens: { readonly dag: boolean; readonly tasks: boolean };
}

export const defaultServerSettings: ServerSettings = {
  airflowVersion: "auto",
  dagsFolder: "",
  rules: { preset: "recommended", severities: {} },
  inlayHints: { schedule: true, dependencies: false },
  codeLens: { dag: true, tasks: true },
};

/** Reads what a client sent for the section `dagsight`; anything missing or of the wrong kind is its default. */
export function serverSettingsOf(given: unknown): ServerSettings {
  const fallback = defaultServerSettings;
  const inlayHints = field(given, "inlayHints");
  const codeLens = field(given, "codeLens");
  return {
    airflowVersion: oneOf(["auto", "2", "3"], field(given, "airflowVersion"), "auto"),
    dagsFolder: textOf(field(given, "dagsFolder")).replace(/^\.?\/+|\/+$/g, ""),
    rules: {
      preset: oneOf(["errors", "recommended", "strict"], field(given, "preset"), "recommended"),
      severities: severitiesOf(field(given, "rules")),
    },
    inlayHints: {
      schedule: booleanOf(field(inlayHints, "schedule"), fallback.inlayHints.schedule),
      dependencies: booleanOf(field(inlayHints, "dependencies"), fallback.inlayHints.dependencies),
    },
    codeLens: {
      dag: booleanOf(field(codeLens, "dag"), fallback.codeLens.dag),
      tasks: booleanOf(field(codeLens, "tasks"), fallback.codeLens.tasks),
    },
  };
}

function severitiesOf(given: unknown): Readonly<Record<string, Severity | "off">> {
  if (typeof given !== "object" || given === null) return {};
  const allowed = ["error", "warning", "info", "hint", "off"] as const;
  return Object.fromEntries(
    Object.entries(given).flatMap(([code, value]) => {
      const severity = allowed.find((candidate) => candidate === value);
      return severity ? [[code, severity]] : [];
    }),
  );
}

function field(given: unknown, name: string): unknown {
  return typeof given === "object" && given !== null
    ? (given as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function oneOf<T extends string>(allowed: readonly T[], given: unknown, fallback: T): T {
  return allowed.find((candidate) => candidate === given) ?? fallback;
}

function textOf(given: unknown): string {
  return typeof given === "string" ? given : "";
}

function booleanOf(given: unknown, fallback: boolean): boolean {
  return typeof given === "boolean" ? given : fallback;
}
