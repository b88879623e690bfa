import type { Feature } from "./feature.ts";
import { callHierarchy } from "./features/callHierarchy.ts";
import { changedTasks } from "./features/changedTasks.ts";
import { codeActions } from "./features/codeActions.ts";
import { codeLens } from "./features/codeLens.ts";
import { completion } from "./features/completion.ts";
import { definition } from "./features/definition.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { documentLinks } from "./features/documentLinks.ts";
import { documentSymbols } from "./features/documentSymbols.ts";
import { folding } from "./features/folding.ts";
import { graph } from "./features/graph.ts";
import { highlight } from "./features/highlight.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlayHints.ts";
import { linkedEditing } from "./features/linkedEditing.ts";
import { place } from "./features/place.ts";
import { references } from "./features/references.ts";
import { rename } from "./features/rename.ts";
import { scheduledDates } from "./features/scheduledDates.ts";
import { schedules } from "./features/schedules.ts";
import { selectionRange } from "./features/selectionRange.ts";
import { semanticTokens } from "./features/semanticTokens.ts";
import { signatureHelp } from "./features/signatureHelp.ts";
import { workspaceDags } from "./features/workspaceDags.ts";
import { workspaceSymbols } from "./features/workspaceSymbols.ts";

/** Every language feature. Adding one is one file in features/ and one line in this list. */
export const features: readonly Feature[] = [
  callHierarchy,
  changedTasks,
  codeActions,
  codeLens,
  completion,
  definition,
  diagnostics,
  documentLinks,
  documentSymbols,
  folding,
  graph,
  highlight,
  hover,
  inlayHints,
  linkedEditing,
  place,
  references,
  rename,
  scheduledDates,
  schedules,
  selectionRange,
  semanticTokens,
  signatureHelp,
  workspaceDags,
  workspaceSymbols,
];
