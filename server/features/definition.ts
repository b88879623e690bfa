import type { Location } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { locationsOf } from "../ids/locationsOf.ts";
import { namedAt, usesOfSubjects } from "../ids/workspaceUses.ts";
import type { Question } from "../question.ts";

/** From a name of a task, group or DAG to where it is made: in strings, variables and templates, across files. */
export const definition: Feature = {
  capabilities: { definitionProvider: true },
  attach(connection, session) {
    connection.onDefinition((params, token) =>
      session.answer("definition", params, token, definitionsAt),
    );
  },
};

/** Where what is named at the cursor is made. A Python name leads to its own binding, an id's text to the id. */
export function definitionsAt(question: Question): Location[] {
  const here = namedAt(question);
  const subjects = here.map(({ subject }) => subject);
  const found = usesOfSubjects(question, subjects).filter(({ isDefinition }) => isDefinition);
  // A Python name leads to its own binding, a text to the text or function that gives the id.
  const isName = here.some(({ form }) => form === "name");
  const best = found.filter(({ form }) => (form === "name") === isName);
  return locationsOf(question, best.length > 0 ? best : found);
}
