import type { Argument, Task } from "../../dag/dag.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { RuleInput } from "../rule.ts";
import { readJinja, type JinjaReading } from "./jinja.ts";

/** A string of the file with a template in it, as it is written: offsets into `text` are offsets from `span.start`. */
export interface TemplateString {
  readonly text: string;
  /** The text that the task gets: what is written may be an f-string, or put together of several. */
  readonly whole: string;
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
  let found: TemplateString[] | undefined;
  task.args.forEach((argument) => {
    if (mayHold(argument.value)) collect(argument.value, argument, input, (found ??= []), 0);
  });
  return found ?? none;
}

const none: readonly TemplateString[] = [];

/** Whether there can be a template in it, at a glance. */
function mayHold(value: Value): boolean {
  switch (value.kind) {
    case "str":
      return value.value.includes("{");
    case "list":
    case "tuple":
    case "dict":
      return true;
    default:
      return false;
  }
}

/** What is written is often only a part of the template, or an f-string: the whole has the last word. */
function readPart(text: string, whole: string): JinjaReading {
  const part = readJinja(text);
  if (text.includes(whole)) return part;
  const all = readJinja(whole);
  return {
    fault: all.fault && part.fault,
    names: inBoth(part.names, all.names),
    filters: inBoth(part.filters, all.filters),
    members: inBoth(part.members, all.members),
  };
}

/** Those of `part` whose name is also one of `all`. */
function inBoth<T extends { readonly name: string }>(
  part: readonly T[],
  all: readonly { readonly name: string }[],
): readonly T[] {
  if (part.length === 0) return part;
  const names = new Set(all.map(({ name }) => name));
  return part.filter(({ name }) => names.has(name));
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
      if (!mayHold(value) || !/\{[{%]/.test(value.value) || span.file !== input.file) return;
      const text = input.text.slice(span.start, span.end);
      // What is put together elsewhere has no template at its own place.
      if (/\{[{%]/.test(text)) {
        const jinja = text.includes("\\") ? undefined : readPart(text, value.value);
        found.push({ text, whole: value.value, span, argument, jinja });
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
