import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from "vscode-languageserver/browser";

import { clientFilesBelow } from "./clientFiles.ts";
import { serve } from "./serve.ts";

// In a worker the global object has the `postMessage` and `onmessage` of a port.
const port = globalThis as unknown as MessagePort;
const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port));
serve(connection, {
  filesBelow: (rootUri, arrived) => clientFilesBelow(connection, rootUri, arrived),
  now: Date.now,
  localZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
});
