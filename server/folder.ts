import type { TextDocument } from "vscode-languageserver-textdocument";

import type { Files } from "../model/workspace/files.ts";
import { defaultServerSettings, type ServerSettings } from "../protocol/settings.ts";
import type { DiskFiles, Host } from "./host.ts";
import { pathBelow, uriBelow } from "./uris.ts";

/** One workspace folder: its files, with the text of open documents winning over the disk, and its settings. */
export class Folder {
  readonly rootUri: string;
  readonly files: Files;
  settings: ServerSettings = defaultServerSettings;
  readonly #disk: DiskFiles;
  readonly #open = new Map<string, TextDocument>();

  constructor(rootUri: string, host: Host, arrived: (path: string) => void) {
    this.rootUri = rootUri.replace(/\/+$/, "");
    this.#disk = host.filesBelow(this.rootUri, arrived);
    this.files = {
      readText: (path) => this.#open.get(path)?.getText() ?? this.#disk.readText(path),
      list: (path) => this.#disk.list(path),
    };
  }

  pathOf(uri: string): string | undefined {
    return pathBelow(this.rootUri, uri);
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

  forget(path: string): void {
    this.#disk.forget(path);
  }
}
