import { createConnection, ProposedFeatures } from "vscode-languageserver/node";

import { diskFilesBelow } from "./diskFiles.ts";
import { serve } from "./serve.ts";

serve(createConnection(ProposedFeatures.all), {
  filesBelow: diskFilesBelow,
  now: Date.now,
  localZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
});
