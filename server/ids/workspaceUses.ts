import type { Question } from "../question.ts";
import { sameSubject, type IdUse, type Subject } from "./idUse.ts";
import { idUsesAt } from "./idUses.ts";
import { idUsesOf } from "./usesOf.ts";

/** What is named at the cursor: the smallest name there. Tasks made in a loop share one name. */
export function namedAt(question: Question): readonly IdUse[] {
  const found = idUsesAt(idUsesOf(question.snapshot), question.offset);
  const shortest = Math.min(...found.map(({ span }) => span.end - span.start));
  return found.filter(({ span }) => span.end - span.start === shortest);
}

/** Every place of the workspace that names one of these, this file's first. */
export function usesOfSubjects(question: Question, subjects: readonly Subject[]): IdUse[] {
  const { snapshot, index } = question;
  const wanted = (use: IdUse): boolean =>
    subjects.some((subject) => sameSubject(subject, use.subject));
  const others = index.files.filter(
    ({ path, named }) => path !== snapshot.file && subjects.some(({ dagId }) => named.has(dagId)),
  );
  return [
    ...idUsesOf(snapshot).filter(wanted),
    ...others.flatMap(({ path }) => index.usesIn(path).filter(wanted)),
  ];
}
