import type { Dag } from "../../model/dag/dag.ts";
import { graphDag } from "../../model/dag/graphDag.ts";
import type { Finding } from "../../model/rules/finding.ts";
import { describeTiming } from "../../model/schedule/describeSchedule.ts";
import type { Span } from "../../model/text/span.ts";
import {
  graphChanged,
  graphOfTextRequest,
  graphRequest,
  type GraphAnswer,
  type GraphProblem,
} from "../../protocol/languageServer.ts";
import type { Feature } from "../feature.ts";
import { rangeOf, type Question } from "../question.ts";

/** The request behind the graph panel, and the word that it should be asked again. */
export const graph: Feature = {
  capabilities: { experimental: { dagsightGraph: true } },
  attach(connection, session) {
    connection.onRequest(graphRequest, ({ uri }, token) =>
      session.answer("graph", { textDocument: { uri } }, token, graphOf),
    );
    connection.onRequest(
      graphOfTextRequest,
      ({ uri, text }, token) =>
        session.fenced("graph of a text", token, () => {
          const read = session.readInstead(uri, text);
          return read.reading.dags.map((dag) => graphDag(dag, read, describeTiming));
        }) ?? [],
    );
    session.onRead(({ uri, snapshot: { version } }) => {
      void connection.sendNotification(graphChanged, { uri, version });
    });
  },
};

/** The DAGs of a snapshot, and what is wrong with them. */
export function graphOf(question: Question): GraphAnswer {
  const { snapshot } = question;
  const { dags } = snapshot.reading;
  return {
    version: snapshot.version,
    file: snapshot.file,
    airflow: snapshot.airflow,
    dags: dags.map((dag) => graphDag(dag, snapshot, describeTiming)),
    broken: snapshot.findings.find(({ code }) => code === "syntax-error")?.message ?? null,
    problems: snapshot.findings.map((finding) => problemOf(question, finding, dags)),
  };
}

function problemOf(question: Question, finding: Finding, dags: readonly Dag[]): GraphProblem {
  const { code, severity, message, span } = finding;
  const dag = dags.find(({ bodySpan }) => contains(bodySpan, span)) ?? dags[0];
  const places = [span, ...finding.related.map((related) => related.span)];
  return {
    code,
    severity,
    message,
    range: rangeOf(question, span),
    dagId: dag?.dagId ?? null,
    ids: dag ? idsAt(dag, span) : [],
    edges: dag && code === "cycle" ? edgesAt(dag, places) : [],
  };
}

/** The task whose making holds the finding; else the group. */
function idsAt(dag: Dag, span: Span): readonly string[] {
  const tasks = [...dag.tasks.values()].filter((task) => contains(task.span, span));
  if (tasks.length > 0) return tasks.map(({ taskId }) => taskId);
  return [...dag.groups.values()]
    .filter(({ idSpan }) => idSpan && contains(idSpan, span))
    .map(({ groupId }) => groupId);
}

/** The edges that are stated at these places, in their order. */
function edgesAt(
  dag: Dag,
  places: readonly Span[],
): readonly { readonly from: string; readonly to: string }[] {
  const stated = places.flatMap((place) =>
    dag.edges.filter(
      ({ span }) =>
        span.file === place.file && span.start === place.start && span.end === place.end,
    ),
  );
  return [...new Set(stated)].map(({ from, to }) => ({ from, to }));
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
