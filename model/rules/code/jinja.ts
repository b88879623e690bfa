import { perText } from "./perText.ts";
import { withMore } from "../../withMore.ts";

/** A stretch of a template, by offsets. */
export interface JinjaPlace {
  readonly start: number;
  readonly end: number;
}

/** What can be said of a template without running it. */
export interface JinjaReading {
  /** Where Jinja would refuse it, and why. */
  readonly fault: (JinjaPlace & { readonly message: string }) | undefined;
  /** Names that are read, and that the template neither sets itself nor allows to be missing. */
  readonly names: readonly (JinjaPlace & { readonly name: string })[];
  /** Names of filters. */
  readonly filters: readonly (JinjaPlace & { readonly name: string })[];
  /** What is asked of `params`, `macros` and what Airflow says of a run. */
  readonly members: readonly JinjaMember[];
}

/** An attribute that a template asks for. */
export type JinjaMember = JinjaPlace & {
  readonly object: "params" | "macros" | "dag_run" | "ti" | "task_instance" | "dag";
  readonly name: string;
};

const words = new Set([
  ..."and or not in is if else elif endif for endfor set endset do block endblock macro endmacro raw endraw filter endfilter with endwith call endcall import from include as true false none True False None recursive loop ignore missing without context scoped autoescape endautoescape defined undefined self super varargs kwargs caller namespace range dict lipsum cycler joiner".split(
    " ",
  ),
]);

const closers: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };

/** Reads a template for unclosed parts and for the names that it needs. */
export const readJinja: (template: string) => JinjaReading = perText((template) => {
  const found: Found = { names: [], filters: [], members: [] };
  const own = new Set<string>();
  const open: { word: string; start: number; end: number }[] = [];
  let at = 0;
  while (at < template.length) {
    opener.lastIndex = at;
    if (!opener.test(template)) break;
    const start = opener.lastIndex - 2;
    const opened = template.slice(start, start + 2);
    const closer = closers[opened] ?? "}}";
    const end = endOf(template, start + 2, closer);
    if (end === undefined) {
      const message = `"${opened}" is not closed with "${closer}".`;
      return withMore(found, { fault: { start, end: start + 2, message } });
    }
    if (opened !== "{#") {
      const body = template.slice(start + 2, end - 2).replace(/^[-+]|[-+]$/g, " ");
      const fault = opened === "{%" ? block(body, start, end, open, own) : undefined;
      if (fault) return withMore(found, { fault });
      if (open.at(-1)?.word !== "raw") collectNames(body, start + 2, own, found);
      const empty = opened === "{{" && body.trim() === "";
      if (empty)
        return withMore(found, {
          fault: { start, end, message: "There is nothing between the braces." },
        });
    }
    at = end;
    if (open.at(-1)?.word === "raw") {
      const close = /\{%[-+]?\s*endraw/.exec(template.slice(at));
      at = close ? at + close.index : template.length;
    }
  }
  const [unclosed] = open;
  if (unclosed) {
    const message = `{% ${unclosed.word} %} is not closed with {% end${unclosed.word} %}.`;
    return withMore(found, { fault: { start: unclosed.start, end: unclosed.end, message } });
  }
  const names = own.size > 0 ? found.names.filter(({ name }) => !own.has(name)) : found.names;
  return { fault: undefined, names, filters: found.filters, members: found.members };
});

const opener = /\{[{%#]/g;

/** What is gathered on the way. */
interface Found {
  readonly names: (JinjaPlace & { readonly name: string })[];
  readonly filters: (JinjaPlace & { readonly name: string })[];
  readonly members: JinjaMember[];
}

/** The end of a `{{ … }}`, strings inside it skipped. */
function endOf(template: string, from: number, closer: string): number | undefined {
  const first = template.indexOf(closer, from);
  if (first < 0) return undefined;
  if (closer === "#}" || !/["']/.test(template.slice(from, first))) return first + 2;
  let quote = "";
  for (let at = from; at < template.length; at++) {
    const char = template[at] ?? "";
    if (quote) {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (template.startsWith(closer, at)) return at + 2;
  }
  return undefined;
}

const paired = new Set([
  "if",
  "for",
  "block",
  "macro",
  "raw",
  "filter",
  "with",
  "call",
  "autoescape",
]);

/** Opens and closes blocks; answers a fault for one that closes what is not open. */
function block(
  body: string,
  start: number,
  end: number,
  open: { word: string; start: number; end: number }[],
  own: Set<string>,
): JinjaReading["fault"] {
  const word = /[a-z]+/i.exec(body)?.[0] ?? "";
  if (paired.has(word)) open.push({ word, start, end });
  if (word === "set" && !body.includes("=")) open.push({ word, start, end });
  if (word.startsWith("end")) {
    const last = open.pop();
    if (last?.word !== word.slice(3)) {
      return { start, end, message: `{% ${word} %} closes nothing that is open here.` };
    }
  }
  const set = /^\s*set\s+([\w\s,.]+?)\s*(=|$)/.exec(body)?.[1];
  const loop = /^\s*for\s+([\w\s,()]+?)\s+in\b/.exec(body)?.[1];
  const macro = /^\s*macro\s+(\w+)\s*\(([^)]*)\)/.exec(body);
  const imported = /\bimport\s+([\w\s,]+)$/.exec(body)?.[1];
  const inner = /^\s*with\s+(.*)$/.exec(body)?.[1]?.replace(/=[^,]*/g, " ");
  for (const text of [set, loop, macro?.[1], macro?.[2], imported, inner]) {
    for (const name of text?.match(/[A-Za-z_]\w*/g) ?? []) own.add(name);
  }
  return undefined;
}

const objects = ["params", "macros", "dag_run", "ti", "task_instance", "dag"] as const;

/** Names that are neither attributes, filters, tests nor keyword arguments. */
function collectNames(
  body: string,
  offset: number,
  own: Set<string>,
  { names, filters, members }: Found,
): void {
  const blank = /["']/.test(body)
    ? body.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, (text) => " ".repeat(text.length))
    : body;
  const isOfBlock = /^\s*(endblock|block|endmacro|filter|include|import|from)\b/.test(blank);
  const word = /[A-Za-z_]\w*/g;
  for (let match = word.exec(blank); match; match = word.exec(blank)) {
    const [name] = match;
    if (words.has(name) || own.has(name)) continue;
    const before = blank.slice(0, match.index).trimEnd();
    const after = blank.slice(word.lastIndex).trimStart();
    const place = { name, start: offset + match.index, end: offset + word.lastIndex };
    if (before.endsWith("|") && !before.endsWith("||")) {
      filters.push(place);
      continue;
    }
    if (before.endsWith(".")) {
      const object = /(?<![\w.)\]]\s*)\b(\w+)\s*\.$/.exec(before)?.[1];
      const known = objects.find((each) => each === object);
      if (known !== undefined && !own.has(known)) members.push(withMore(place, { object: known }));
      continue;
    }
    // Most stand alone between the braces.
    if (before !== "") {
      if (/\bis(\s+not)?$/.test(before) || /\d$/.test(before)) continue;
      if (/^=[^=]/.test(after) && /[(,]$/.test(before)) continue;
    }
    if (after !== "") {
      if (/^\|\s*(default|d)\b/.test(after)) continue;
      if (/^is\s+(not\s+)?(un)?defined\b/.test(after)) own.add(name);
    }
    if (!isOfBlock) names.push(place);
  }
}
