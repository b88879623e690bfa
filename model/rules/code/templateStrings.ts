import type { Argument, Task } from "../../dag/dag.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { RuleInput } from "../rule.ts";
import { readJinja, type JinjaReading } from "./jinja.ts";

/** A string of the file with a template in it, as it is written: offsets into `text` are offsets from `span.start`. */
export interface TemplateString {
  readonly text: string;
  readonly span: Span;
  /** The argument that it belongs to. */
  readonly argument: Argument;
  /** What Jinja makes of it; undefined where escapes keep the text from being what Jinja sees. */
  readonly jinja: JinjaReading | undefined;
}

/** The strings with `{{` or `{%` that a task was given in this file, also inside lists and dicts. */
export function templateStrings(
  task: Pick<Task, "args">,
  input: Pick<RuleInput, "text" | "file">,
): readonly TemplateString[] {
  const found: TemplateString[] = [];
  for (const argument of task.args.values()) collect(argument.value, argument, input, found, 0);
  return found;
}

/** What is written is often only a part of the template, or an f-string: the whole has the last word. */
function readPart(text: string, whole: string): JinjaReading {
  const part = readJinja(text);
  if (text.includes(whole)) return part;
  const all = readJinja(whole);
  const among = (names: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(names.map(({ name }) => name));
  const [names, filters, members] = [among(all.names), among(all.filters), among(all.members)];
  return {
    fault: all.fault && part.fault,
    names: part.names.filter(({ name }) => names.has(name)),
    filters: part.filters.filter(({ name }) => filters.has(name)),
    members: part.members.filter(({ name }) => members.has(name)),
  };
}

function collect(
  value: Value,
  argument: Argument,
  input: Pick<RuleInput, "text" | "file">,
  found: TemplateString[],
  depth: number,
): void {
  switch (value.kind) {
    case "str": {
      const span = value.span ?? argument.span;
      if (!value.value.includes("{") || !/\{[{%]/.test(value.value) || span.file !== input.file)
        return;
      const text = input.text.slice(span.start, span.end);
      // What is put together elsewhere has no template at its own place.
      if (/\{[{%]/.test(text)) {
        const jinja = text.includes("\\") ? undefined : readPart(text, value.value);
        found.push({ text, span, argument, jinja });
      }
      return;
    }
    case "list":
    case "tuple":
      if (depth < 5)
        for (const item of value.items) collect(item, argument, input, found, depth + 1);
      return;
    case "dict":
      if (depth > 5) return;
      for (const entry of value.entries.values())
        collect(entry.value, argument, input, found, depth + 1);
      return;
    default:
      return;
  }
}
