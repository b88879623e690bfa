import type { Span } from "../model/text/span.ts";
import { syntaxAt } from "./ids/visitSyntax.ts";
import type { Question } from "./question.ts";
import {
  filterNames,
  macroNames,
  templateNames,
  type TemplateName,
} from "./words/templateNames.ts";
import { withMore } from "../model/withMore.ts";

/** The place inside `{{ … }}` or `{% … %}` of a string that the cursor is in. */
export interface TemplatePlace {
  /** What is typed of the name before the cursor, with what its dots go through: `macros.ds_`. */
  readonly before: string;
  /** The same without the last name: `macros.`. */
  readonly through: string;
  /** The letters of the last name around the cursor. */
  readonly word: Span;
  /** Behind a bar, where a filter stands. */
  readonly isFilter: boolean;
}

/** The template expression around the cursor; undefined outside of one. */
export function templateAt({ snapshot, offset }: Question): TemplatePlace | undefined {
  const { file, module, text } = snapshot;
  const literal = syntaxAt(module, offset).findLast(
    ({ kind }) => kind === "StringLiteral" || kind === "FormatString",
  );
  if (!literal) return undefined;
  const head = text.slice(literal.start, offset);
  const opened = Math.max(head.lastIndexOf("{{"), head.lastIndexOf("{%"));
  const closed = Math.max(head.lastIndexOf("}}"), head.lastIndexOf("%}"));
  if (opened < 0 || closed > opened) return undefined;
  const inside = head.slice(opened + 2);
  // Inside a string of the template a name is only text.
  if ((inside.match(/['"]/g) ?? []).length % 2 === 1) return undefined;
  const before = /[\w.]*$/.exec(inside)?.[0] ?? "";
  const typed = /\w*$/.exec(before)?.[0] ?? "";
  const rest = /^\w*/.exec(text.slice(offset))?.[0] ?? "";
  const through = before.slice(0, before.length - typed.length);
  return {
    before,
    through,
    word: { file, start: offset - typed.length, end: offset + rest.length },
    isFilter: through === "" && /\|\s*$/.test(inside.slice(0, inside.length - before.length)),
  };
}

/** The template's variable or macro at the cursor. */
export function templateNameAt(question: Question): (TemplateName & { span: Span }) | undefined {
  const place = templateAt(question);
  if (!place) return undefined;
  const name = question.snapshot.text.slice(place.word.start, place.word.end);
  const names = place.isFilter ? filterNames : namesBehind(place.through);
  const found = names.find((each) => each.name === name);
  return found && withMore(found, { span: place.word });
}

/** The names that may follow: those of the context, or a macro's. */
export function namesBehind(through: string): readonly TemplateName[] {
  return through === "" ? templateNames : through === "macros." ? macroNames : [];
}
