import { setFlagsFromString } from "node:v8";

import { createConnection, ProposedFeatures } from "vscode-languageserver/node";

import { diskFilesBelow } from "./diskFiles.ts";
import { serve } from "./serve.ts";

// Reading a workspace leaves much garbage and little that is kept: V8 collects it before it asks for more memory.
// 5,000 files: 198 MB instead of 333 at the same speed. A V8 that does not know the flag ignores it.
setFlagsFromString("--heap-growing-percent=50");

serve(createConnection(ProposedFeatures.all), {
  filesBelow: diskFilesBelow,
  now: Date.now,
  localZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
});
