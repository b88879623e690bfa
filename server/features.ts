import type { Feature } from "./feature.ts";
import { callHierarchy } from "./features/callHierarchy.ts";
import { codeActions } from "./features/codeActions.ts";
import { codeLens } from "./features/codeLens.ts";
import { definition } from "./features/definition.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { documentSymbols } from "./features/documentSymbols.ts";
import { folding } from "./features/folding.ts";
import { graph } from "./features/graph.ts";
import { highlight } from "./features/highlight.ts";
import { hover } from "./features/hover.ts";
import { place } from "./features/place.ts";
import { references } from "./features/references.ts";
import { rename } from "./features/rename.ts";
import { workspaceSymbols } from "./features/workspaceSymbols.ts";

/** Every language feature. Adding one is one file in features/ and one line in this list. */
export const features: readonly Feature[] = [
  callHierarchy,
  codeActions,
  codeLens,
  definition,
  diagnostics,
  documentSymbols,
  folding,
  graph,
  highlight,
  hover,
  place,
  references,
  rename,
  workspaceSymbols,
];
