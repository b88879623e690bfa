import type { Feature } from "./feature.ts";
import { codeActions } from "./features/codeActions.ts";
import { codeLens } from "./features/codeLens.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { documentSymbols } from "./features/documentSymbols.ts";
import { folding } from "./features/folding.ts";
import { graph } from "./features/graph.ts";
import { hover } from "./features/hover.ts";
import { place } from "./features/place.ts";

/** Every language feature. Adding one is one file in features/ and one line in this list. */
export const features: readonly Feature[] = [
  codeActions,
  codeLens,
  diagnostics,
  documentSymbols,
  folding,
  graph,
  hover,
  place,
];
