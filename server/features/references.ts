import type { Location } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { locationsOf } from "../ids/locationsOf.ts";
import { namedAt, usesOfSubjects } from "../ids/workspaceUses.ts";
import type { Question } from "../question.ts";

/** Every place that names a task, group or DAG: strings, variables, templates, other files. */
export const references: Feature = {
  capabilities: { referencesProvider: true },
  attach(connection, session) {
    connection.onReferences((params, token) =>
      session.answer("references", params, token, (question) =>
        referencesAt(question, params.context.includeDeclaration),
      ),
    );
  },
};

/** The places that name what is named at the cursor. */
export function referencesAt(question: Question, includeDeclaration: boolean): Location[] {
  const subjects = namedAt(question).map(({ subject }) => subject);
  const uses = usesOfSubjects(question, subjects).filter(
    ({ isDefinition }) => includeDeclaration || !isDefinition,
  );
  return locationsOf(question, uses);
}
