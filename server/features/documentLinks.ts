import type { DocumentLink } from "vscode-languageserver";

import type { Feature } from "../feature.ts";
import { idUsesOf } from "../ids/usesOf.ts";
import { rangeOf, type Question } from "../question.ts";

/** Links from the ids of other DAGs to the files that make them, and from template files to the files. */
export const documentLinks: Feature = {
  capabilities: { documentLinkProvider: { resolveProvider: false } },
  attach(connection, session) {
    connection.onDocumentLinks((params, token) =>
      session.answer("document links", params, token, linksOf),
    );
  },
};

/** One link for each name of a DAG of another file, and for each file that an operator reads as its template. */
export function linksOf(question: Question): DocumentLink[] {
  return [...dagLinks(question), ...fileLinks(question)];
}

function dagLinks(question: Question): DocumentLink[] {
  const { snapshot, index } = question;
  return idUsesOf(snapshot).flatMap(({ subject, span, isDefinition }) => {
    if (subject.kind !== "dag" || isDefinition) return [];
    const made = index.files
      .filter(({ path }) => path !== snapshot.file)
      .flatMap(({ dags }) => dags)
      .find(({ dagId }) => dagId === subject.dagId);
    if (!made) return [];
    const { uri, range } = question.location(made.dag.idSpan ?? made.dag.span);
    return [
      {
        range: rangeOf(question, span),
        target: `${uri}#L${range.start.line + 1}`,
        tooltip: `Open the DAG ${subject.dagId}`,
      },
    ];
  });
}

/** `sql="queries/load.sql"` and the like: beside the DAG file, where Airflow looks first. */
function fileLinks(question: Question): DocumentLink[] {
  const { snapshot } = question;
  const folder = snapshot.file.includes("/")
    ? snapshot.file.slice(0, snapshot.file.lastIndexOf("/"))
    : "";
  return snapshot.reading.dags.flatMap((dag) =>
    [...dag.tasks.values()].flatMap(({ args }) =>
      ["sql", "bash_command"].flatMap((name) => {
        const argument = args.get(name);
        if (argument?.value.kind !== "str" || argument.span.file !== snapshot.file) return [];
        const written = argument.value.value.trim();
        if (!/^[\w./-]+\.(sql|sh|hql|json|yaml)$/.test(written)) return [];
        const path = folder === "" ? written : `${folder}/${written}`;
        if (question.readText(path) === undefined) return [];
        const target = question.location({ file: path, start: 0, end: 0 }).uri;
        return [{ range: rangeOf(question, argument.span), target, tooltip: `Open ${path}` }];
      }),
    ),
  );
}
