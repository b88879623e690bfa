import type { TextDocument } from "vscode-languageserver-textdocument";

import { isConfigFile, readConfig, type Config } from "../model/config/config.ts";
import type { AirflowVersion } from "../model/readers/reader.ts";
import { rules } from "../model/rules/registry.ts";
import type { RuleSettings } from "../model/rules/ruleSettings.ts";
import type { SnapshotInput } from "../model/snapshot/snapshot.ts";
import { airflowFor } from "../model/workspace/airflowFor.ts";
import type { Files } from "../model/workspace/files.ts";
import { importRoots } from "../model/workspace/importRoots.ts";
import { defaultServerSettings, type ServerSettings } from "../protocol/settings.ts";
import type { DiskFiles, Host } from "./host.ts";
import { pathAround, pathBelow, uriBelow } from "./uris.ts";

/** The names that a configuration file may set a severity for. */
export const ruleCodes: ReadonlySet<string> = new Set(rules.map(({ code }) => code));

/** How the files of a folder are read and checked: the editor's settings and the team's file together. */
export interface Reading {
  /** Undefined: what the nearest folder around each file pins. */
  readonly airflow: AirflowVersion | undefined;
  readonly rules: RuleSettings;
  readonly dagsFolder: string | undefined;
  readonly exclude: readonly string[];
}

/** One workspace folder: its files, with the text of open documents winning over the disk, and its settings. */
export class Folder {
  readonly rootUri: string;
  readonly files: Files;
  readonly #disk: DiskFiles;
  readonly #open = new Map<string, TextDocument>();
  #settings: ServerSettings = defaultServerSettings;
  #reading: Reading | undefined;

  /** `openText` knows the documents that are open anywhere: those around this folder are read through it. */
  constructor(
    rootUri: string,
    host: Host,
    arrived: (path: string) => void,
    openText: (uri: string) => string | undefined = () => undefined,
  ) {
    this.rootUri = rootUri.replace(/\/+$/, "");
    this.#disk = host.filesBelow(this.rootUri, (path) => {
      this.#reading = undefined;
      arrived(path);
    });
    const { place, around } = this.#disk;
    this.files = {
      place,
      around,
      readText: (path) =>
        (path.startsWith("../")
          ? openText(uriBelow(this.rootUri, path))
          : this.#open.get(path)?.getText()) ?? this.#disk.readText(path),
      list: (path) => this.#disk.list(path),
    };
  }

  get settings(): ServerSettings {
    return this.#settings;
  }

  set settings(settings: ServerSettings) {
    this.#settings = settings;
    this.#reading = undefined;
  }

  /** Asked for at each reading, worked out once. */
  get reading(): Reading {
    return (this.#reading ??= this.#worksOut());
  }

  /** How one file is read. */
  readingOf(
    path: string,
  ): Pick<SnapshotInput, "files" | "airflow" | "airflowIsGuess" | "importRoots" | "rules" | "now"> {
    const { airflow, dagsFolder, rules } = this.reading;
    return {
      files: this.files,
      ...(airflow === undefined
        ? airflowFor(this.files, path)
        : { airflow, airflowIsGuess: false }),
      now: Date.now(),
      importRoots: importRoots(this.files, path, dagsFolder),
      rules,
    };
  }

  pathOf(uri: string): string | undefined {
    return pathBelow(this.rootUri, uri);
  }

  /** How the readings of this folder name a file of its project, also one that lies around it: `../plugins/a.py`. */
  nameOf(uri: string): string | undefined {
    return pathAround(this.rootUri, uri, this.files.around ?? 0);
  }

  /** The document's own address if it is open: editors compare addresses letter by letter. */
  uriOf(path: string): string {
    return this.#open.get(path)?.uri ?? uriBelow(this.rootUri, path);
  }

  open(path: string, document: TextDocument): void {
    this.#open.set(path, document);
  }

  close(path: string): void {
    this.#open.delete(path);
    this.#disk.forget(path);
  }

  /** Answers whether the change may concern how all files are read. */
  forget(path: string): boolean {
    this.#disk.forget(path);
    const concernsAll = isConfigFile(path) || /(requirements|constraints|Dockerfile)/.test(path);
    if (concernsAll) this.#reading = undefined;
    return concernsAll;
  }

  #worksOut(): Reading {
    const { airflowVersion, dagsFolder, rules: own } = this.#settings;
    const team = this.#teamConfig();
    const chosen = airflowVersion === "auto" ? undefined : airflowVersion === "2" ? 2 : 3;
    const dags = dagsFolder || team.dagsFolder;
    return {
      airflow: chosen ?? team.airflow,
      rules: {
        preset: team.preset ?? own.preset,
        severities: { ...team.rules, ...own.severities },
      },
      dagsFolder: dags === "" ? undefined : dags,
      exclude: team.exclude ?? [],
    };
  }

  /** What could be understood of it: its mistakes are shown in the file itself. */
  #teamConfig(): Config {
    for (const file of ["dagsight.toml", "pyproject.toml"]) {
      const text = this.files.readText(file);
      if (text === undefined) continue;
      const { config } = readConfig(file, text, ruleCodes);
      if (Object.keys(config).length > 0) return config;
    }
    return {};
  }
}
