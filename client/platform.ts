import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** What differs between an extension host with Node and one in a browser's worker. */
export interface Platform {
  readonly kind: "node" | "browser";
  createClient(options: LanguageClientOptions): BaseLanguageClient;
}
