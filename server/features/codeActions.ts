import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from "vscode-languageserver";

import type { Finding, Fix } from "../../model/rules/finding.ts";
import { suppressFixes } from "../../model/rules/suppressFixes.ts";
import { overlap } from "../../model/text/edits.ts";
import { offsetAt, positionAt } from "../../model/text/lineIndex.ts";
import type { TextEdit } from "../../model/text/span.ts";
import { lensCommands } from "../../protocol/languageServer.ts";
import { diagnosticOf } from "../diagnosticOf.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";
import { scheduleAt } from "../scheduleAt.ts";
import { workspaceEdit } from "../workspaceEdit.ts";

/** Fixes of problems: one, all of a kind, all of the file; or silence. */
export const codeActions: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind()],
      resolveProvider: false,
    },
  },
  attach(connection, session) {
    connection.onCodeAction((params, token) =>
      session.answer("code actions", params, token, (question) => actionsFor(question, params)),
    );
  },
};

/** What can be done about the problems in a range. */
export function actionsFor(
  question: Question,
  params: Pick<CodeActionParams, "range" | "context">,
): CodeAction[] {
  const { snapshot } = question;
  const { only } = params.context;
  const wants = (kind: string): boolean =>
    only?.some((each) => kind === each || kind.startsWith(`${each}.`)) ?? true;
  const start = offsetAt(snapshot.lines, params.range.start);
  const end = offsetAt(snapshot.lines, params.range.end);
  const here = snapshot.findings.filter(({ span }) => span.start <= end && start <= span.end);
  const choices = chooseSchedule(question, start, here).filter(({ kind }) => wants(kind));
  const isFix = ({ kind }: CodeAction): boolean => kind === CodeActionKind.QuickFix;
  // What mends comes before what silences, whichever problem it belongs to.
  const fixes = wants(CodeActionKind.QuickFix)
    ? [
        ...here.flatMap((finding) => quickFixes(question, finding)),
        ...choices.filter(isFix),
        ...here.flatMap((finding) => silences(question, finding)),
      ]
    : [];
  return [
    ...fixes,
    ...(only && wants(fixAllKind()) ? fixAll(question) : []),
    ...choices.filter((choice) => !isFix(choice)),
  ];
}

/** On a schedule: pick another, with its meaning while typing. Where the schedule is what is wrong, that mends it. */
function chooseSchedule(
  question: Question,
  offset: number,
  here: readonly Finding[],
): (CodeAction & { readonly kind: string })[] {
  const written = scheduleAt({ ...question, offset });
  if (!written) return [];
  const { start, end } = written.span;
  const wrong = here.filter(({ span }) => start <= span.start && span.end <= end);
  const title = "Choose a schedule…";
  return [
    {
      title,
      kind: wrong.length > 0 ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
      ...(wrong.length > 0 && {
        diagnostics: wrong.map((finding) => diagnosticOf(question, finding)),
      }),
      command: {
        title,
        command: lensCommands.chooseSchedule,
        arguments: [{ uri: question.uri, position: positionAt(question.snapshot.lines, offset) }],
      },
    },
  ];
}

function quickFixes(question: Question, finding: Finding): CodeAction[] {
  const { snapshot } = question;
  const diagnostics = [diagnosticOf(question, finding)];
  const fixes = finding.fixes.map((fix) => quickFix(question, fix, diagnostics));
  const same = snapshot.findings.filter(({ code }) => code === finding.code);
  const all = edits(same);
  const fixSame: CodeAction[] =
    same.length > 1 && all.count > 1
      ? [
          {
            title: `Fix all ${all.count} problems of the kind ${finding.code}`,
            kind: CodeActionKind.QuickFix,
            diagnostics,
            edit: workspaceEdit(question, all.edits),
          },
        ]
      : [];
  return [...fixes, ...fixSame];
}

function silences(question: Question, finding: Finding): CodeAction[] {
  const { text, lines } = question.snapshot;
  const diagnostics = [diagnosticOf(question, finding)];
  return suppressFixes(finding, text, lines).map((fix) => quickFix(question, fix, diagnostics));
}

function quickFix(question: Question, fix: Fix, diagnostics: Diagnostic[]): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: fix.preferred,
    edit: workspaceEdit(question, fix.edits),
  };
}

/** The source action that makes every change with one right answer. */
function fixAll(question: Question): CodeAction[] {
  const all = edits(question.snapshot.findings);
  if (all.count === 0) return [];
  return [
    {
      title: "Fix all Dagsight problems",
      kind: fixAllKind(),
      edit: workspaceEdit(question, all.edits),
    },
  ];
}

/** The preferred fix of each finding, as many as do not touch the same text. */
function edits(findings: readonly Finding[]): { edits: readonly TextEdit[]; count: number } {
  const kept: TextEdit[] = [];
  let count = 0;
  for (const { fixes } of findings) {
    const fix = fixes.find(({ preferred }) => preferred);
    if (!fix || fix.edits.some((edit) => kept.some((other) => overlap(edit, other)))) continue;
    kept.push(...fix.edits);
    count++;
  }
  return { edits: kept, count };
}

function fixAllKind(): string {
  return `${CodeActionKind.SourceFixAll}.dagsight`;
}
