import { MarkupKind, type Hover, type HoverParams } from "vscode-languageserver";

import type { Dag, Task } from "../../model/dag/dag.ts";
import { describeSchedule } from "../../model/schedule/describeSchedule.ts";
import { lineIndexOf, offsetAt, rangeAt } from "../../model/text/lineIndex.ts";
import type { Span } from "../../model/text/span.ts";
import { argumentAt } from "../argumentAt.ts";
import { defaultKeyAt } from "../defaultKeyAt.ts";
import type { Feature } from "../feature.ts";
import type { IdUse } from "../ids/idUse.ts";
import { namedAt } from "../ids/workspaceUses.ts";
import { rangeOf, type Question } from "../question.ts";
import { scheduleAt } from "../scheduleAt.ts";
import type { Session } from "../session.ts";
import { templateNameAt } from "../templateAt.ts";
import { argumentText } from "../words/arguments.ts";
import { code, plainText } from "../words/markdown.ts";
import { dagScheduleText, expressionText } from "../words/scheduleText.ts";
import { triggerRuleWords } from "../words/triggerRules.ts";
import { yamlScheduleAt } from "../yamlScheduleAt.ts";

/** What is under the cursor, in words. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },
  attach(connection, session) {
    connection.onHover((params, token) =>
      session.fenced("hover", token, () => {
        const question = session.question(params.textDocument.uri, params.position);
        return question ? hoverAt(question) : yamlHover(session, params);
      }),
    );
  },
};

/** A schedule in a file that makes DAGs from YAML. */
function yamlHover(
  session: Session,
  { textDocument: { uri }, position }: HoverParams,
): Hover | undefined {
  const text = /\.ya?ml$/.test(uri) ? session.opened(uri)?.text : undefined;
  if (text === undefined) return undefined;
  const lines = lineIndexOf(text);
  const found = yamlScheduleAt(uri, text, offsetAt(lines, position));
  if (!found) return undefined;
  const { now, localZone } = session;
  const value = expressionText(found.expression, "UTC", { now, localZone, airflow: 3 });
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeAt(lines, found) };
}

/** The text shown for what is under the cursor: a schedule, a name of a task, an argument, a template's variable. */
export function hoverAt(question: Question): Hover | undefined {
  return (
    scheduleHover(question) ??
    namedHover(question) ??
    defaultHover(question) ??
    argumentHover(question) ??
    memberHover(question) ??
    templateHover(question)
  );
}

function scheduleHover(question: Question): Hover | undefined {
  const written = scheduleAt(question);
  if (!written) return undefined;
  const { dag, expression, span } = written;
  const isWhole = dag?.timing.schedule.kind !== "dynamic" && dag !== undefined;
  if (!isWhole && expression === undefined) return undefined;
  const text = isWhole
    ? dagScheduleText(dag, question)
    : expressionText(expression ?? "", "UTC", question);
  return hoverOf(question, span, text);
}

function namedHover(question: Question): Hover | undefined {
  const [use] = namedAt(question);
  // Between quotes with nothing in them yet, nothing is named.
  const text = use && use.span.end > use.span.start ? textOf(question, use) : undefined;
  return text === undefined ? undefined : hoverOf(question, use?.span, text);
}

function textOf(question: Question, { subject }: IdUse): string | undefined {
  const { reading } = question.snapshot;
  const dag = reading.dags.find(({ dagId }) => dagId === subject.dagId);
  if (!dag) return otherFileText(question, subject);
  switch (subject.kind) {
    case "dag":
      return dagText(dag);
    case "group":
      return groupText(dag, subject.id);
    case "task": {
      const task = dag.tasks.get(subject.id);
      return task && taskText(dag, task);
    }
  }
}

function dagText(dag: Dag): string {
  const { dagId, tasks, timing, description, certainty, unknown } = dag;
  return paragraphs([
    `**${plainText(dagId)}** · DAG of ${counted(tasks.size)}`,
    description === undefined ? undefined : plainText(description),
    describeSchedule(timing.schedule),
    certainty === "dynamic" && unknown[0]
      ? `Not all of it can be known before it runs: ${plainText(unknown[0].reason)}`
      : undefined,
  ]);
}

function counted(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}

function groupText(dag: Dag, groupId: string): string {
  const inside = [...dag.tasks.keys()].filter((id) => {
    const group = dag.tasks.get(id)?.group ?? null;
    return group === groupId || group?.startsWith(`${groupId}.`) === true;
  });
  const tooltip = dag.groups.get(groupId)?.tooltip;
  return paragraphs([
    `**${plainText(groupId)}** · task group`,
    tooltip === undefined ? undefined : plainText(tooltip),
    list("Tasks", inside),
  ]);
}

/** Operator, neighbours and when it runs. */
export function taskText(dag: Dag, task: Task): string {
  const { taskId, operator, triggerRule, mapped, setup, teardown, certainty, doc } = task;
  const upstream = dag.edges.filter(({ to }) => to === taskId).map(({ from }) => from);
  const downstream = dag.edges.filter(({ from }) => from === taskId).map(({ to }) => to);
  const kinds = [mapped && "mapped", setup && "setup", teardown && "teardown"].filter(Boolean);
  const kind = kinds.length > 0 ? ` (${kinds.join(", ")})` : "";
  return paragraphs([
    `**${plainText(taskId)}** · ${plainText(operator)}${kind} in ${plainText(dag.dagId)}`,
    doc === undefined ? undefined : plainText(doc),
    list("After", upstream),
    list("Before", downstream),
    ruleText(triggerRule, upstream.length),
    certainty === "dynamic" ? "It may be there, or many times, when Python runs." : undefined,
  ]);
}

function ruleText(rule: string | null, upstreams: number): string | undefined {
  if (rule === null) return "Its trigger rule is known only when Python runs.";
  if (rule === "all_success" && upstreams === 0) return undefined;
  const words = triggerRuleWords[rule];
  return words === undefined ? undefined : `${code(rule)}: ${words}`;
}

function otherFileText(
  { index }: Question,
  { dagId, kind, id }: IdUse["subject"],
): string | undefined {
  const file = index.files.find(({ dags }) => dags.some((other) => other.dagId === dagId));
  const found = file?.dags.find((other) => other.dagId === dagId);
  if (!file || !found) return undefined;
  const what =
    kind === "dag"
      ? `DAG of ${counted(found.taskIds.length)}`
      : `${found.dag.tasks.get(id)?.operator ?? "task group"} in ${plainText(dagId)}`;
  return paragraphs([`**${plainText(id)}** · ${what}`, `Made in ${code(file.path)}`]);
}

function argumentHover(question: Question): Hover | undefined {
  const found = argumentAt(question);
  if (!found) return undefined;
  const { owner, keyword, value, callee } = found;
  if (keyword?.here) {
    const text = argumentText(owner, keyword.name);
    const title = `**${plainText(keyword.name)}** · argument of ${plainText(callee)}`;
    return text === undefined ? undefined : hoverOf(question, keyword.span, `${title}\n\n${text}`);
  }
  const rule = keyword?.name === "trigger_rule" ? value?.text : undefined;
  const words = rule === undefined ? undefined : triggerRuleWords[rule];
  return words === undefined ? undefined : hoverOf(question, value?.span, words);
}

/** A key of `default_args` is an argument of every task. */
function defaultHover(question: Question): Hover | undefined {
  const span = defaultKeyAt(question);
  if (!span) return undefined;
  const name = question.snapshot.text.slice(span.start, span.end);
  const text = argumentText("task", name);
  const title = `**${plainText(name)}** · argument of every task of the DAG`;
  return text === undefined ? undefined : hoverOf(question, span, `${title}\n\n${text}`);
}

/** `TriggerRule.ALL_DONE`. */
function memberHover(question: Question): Hover | undefined {
  const { snapshot, offset } = question;
  const { text, file } = snapshot;
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  for (const match of text.slice(from, from + 500).matchAll(/\bTriggerRule\.([A-Z_]+)\b/g)) {
    const [whole, name = ""] = match;
    const end = from + match.index + whole.length;
    const span = { file, start: end - name.length, end };
    const words = triggerRuleWords[name.toLowerCase()];
    if (words !== undefined && span.start <= offset && offset <= end)
      return hoverOf(question, span, words);
  }
  return undefined;
}

function templateHover(question: Question): Hover | undefined {
  const found = templateNameAt(question);
  return (
    found &&
    hoverOf(question, found.span, `**${plainText(found.name)}** · template\n\n${found.text}`)
  );
}

function hoverOf(question: Question, span: Span | undefined, value: string): Hover {
  return {
    contents: { kind: MarkupKind.Markdown, value },
    ...(span ? { range: rangeOf(question, span) } : {}),
  };
}

function list(title: string, ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const shown = ids.slice(0, 8).map(code);
  const rest = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : "";
  return `${title}: ${shown.join(", ")}${rest}`;
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
