import type { CheckReport } from "./checkReport.ts";
import { githubFormat } from "./formats/githubFormat.ts";
import { jsonFormat } from "./formats/jsonFormat.ts";
import { junitFormat } from "./formats/junitFormat.ts";
import { sarifFormat } from "./formats/sarifFormat.ts";
import { textFormat } from "./formats/textFormat.ts";

/** How a report is written. */
export interface FormatOptions {
  readonly colours: boolean;
}

/** Writes a report as one text. */
export type Format = (report: CheckReport, options: FormatOptions) => string;

/** The names of the formats. */
export type FormatName = "text" | "json" | "sarif" | "junit" | "github";

/** Every format of `dagsight check`. */
export const formats: Readonly<Record<FormatName, Format>> = {
  text: textFormat,
  json: jsonFormat,
  sarif: sarifFormat,
  junit: junitFormat,
  github: githubFormat,
};

/** Whether there is a format of this name. */
export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
