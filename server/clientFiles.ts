import type { Connection } from "vscode-languageserver";

import type { Entry } from "../model/workspace/files.ts";
import { listFolderRequest, readFileRequest } from "../protocol/languageServer.ts";
import type { DiskFiles } from "./host.ts";
import { uriBelow } from "./uris.ts";

/**
 * Files that only the client can read, as in a browser. A first question is answered "not there" and fetched; when it has
 * come, `arrived` makes whoever asked ask again.
 */
export function clientFilesBelow(
  connection: Connection,
  rootUri: string,
  arrived: (path: string) => void,
): DiskFiles {
  const texts = new Fetched<string>(arrived, (path) =>
    connection.sendRequest(readFileRequest, { uri: uriBelow(rootUri, path) }),
  );
  const lists = new Fetched<readonly Entry[]>(arrived, (path) =>
    connection.sendRequest(listFolderRequest, { uri: uriBelow(rootUri, path) }),
  );
  return {
    readText: (path) => texts.get(path),
    list: (path) => lists.get(path),
    forget(path) {
      texts.forget(path);
      lists.forget(path);
      lists.forget(path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
    },
  };
}

/** Answers that have to be fetched first: `undefined` until they are here. */
class Fetched<T> {
  readonly #known = new Map<string, T | undefined>();
  readonly #arrived: (path: string) => void;
  readonly #fetch: (path: string) => Promise<T | null>;

  constructor(arrived: (path: string) => void, fetch: (path: string) => Promise<T | null>) {
    this.#arrived = arrived;
    this.#fetch = fetch;
  }

  get(path: string): T | undefined {
    if (this.#known.has(path)) return this.#known.get(path);
    this.#known.set(path, undefined);
    this.#fetch(path).then(
      (answer) => {
        if (answer === null) return; // As it was said at first: not there.
        this.#known.set(path, answer);
        this.#arrived(path);
      },
      () => this.#known.delete(path), // The client is going, or could not: asked again next time.
    );
    return undefined;
  }

  forget(path: string): void {
    this.#known.delete(path);
  }
}
