import { asciiOf } from "../builtins/numberText.ts";
import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { int, str, unknownFrom } from "../values.ts";
import { raise, raiseKeyError } from "./raise.ts";
import { runOf, siteHere, type Run } from "./run.ts";
import { formatValue, Parts } from "./text.ts";
import { withMore } from "../../withMore.ts";

/** `text.format(…)` and `text.format_map(…)`. */
export function formatText(call: NativeCall, mapping?: Value): Value {
  const run = runOf(call);
  const self = call.self ?? call.positional[0]?.value;
  if (self?.kind === "unknown") return unknownFrom(self, self.pattern);
  if (self?.kind !== "str") return raise(run, "TypeError", "format needs a str");
  const state: FormatState = { next: 0, mapping };
  const parts = new Parts(run);
  addFields(run, call, self.value, parts, state, 0);
  return parts.result(self);
}

interface FormatState {
  next: number;
  /** What `format_map` looks names up in. */
  readonly mapping: Value | undefined;
}

const field = /\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}|[{}]/g;

function addFields(
  run: Run,
  call: NativeCall,
  text: string,
  parts: Parts,
  state: FormatState,
  depth: number,
): void {
  let last = 0;
  for (const match of text.matchAll(field)) {
    parts.literal(text.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[0] === "{{" || match[0] === "}}") parts.literal(match[0].charAt(0));
    else if (match[1] === undefined)
      raise(run, "ValueError", `Single '${match[0]}' encountered in format string`);
    else addField(run, call, match[1], parts, state, depth);
  }
  parts.literal(text.slice(last));
}

function addField(
  run: Run,
  call: NativeCall,
  content: string,
  parts: Parts,
  state: FormatState,
  depth: number,
): void {
  const match = /^([^!:]*)(?:!([rsa]))?(?::([^]*))?$/.exec(content);
  const [, path = "", conversion, specText = ""] = match ?? [];
  let value = fieldValue(run, call, path, state);
  if (value.kind === "unknown") {
    parts.value(value.pattern === undefined ? withMore(value, { pattern: `{${path}}` }) : value);
    return;
  }
  if (conversion === "s") value = run.text(value);
  else if (conversion !== undefined)
    value = conversion === "a" ? asciiOf(run.repr(value)) : run.repr(value);
  let spec = specText;
  if (spec.includes("{") && depth === 0) {
    const inner = new Parts(run);
    addFields(run, call, spec, inner, state, depth + 1);
    const known = inner.result();
    spec = known.kind === "str" ? known.value : "";
  }
  parts.value(formatValue(run, value, spec), path);
}

function fieldValue(run: Run, call: NativeCall, path: string, state: FormatState): Value {
  const [, name = "", rest = ""] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
  let value = namedValue(run, call, name, state);
  for (const step of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    const [, attribute, key] = step;
    if (attribute !== undefined)
      value =
        run.attribute(value, attribute) ??
        raise(run, "AttributeError", `object has no attribute '${attribute}'`);
    else {
      const at = key ?? "";
      value = run.item(value, /^\d+$/.test(at) ? int(BigInt(at)) : str(at), siteHere(run));
    }
  }
  return value;
}

function namedValue(run: Run, call: NativeCall, name: string, state: FormatState): Value {
  const positional = call.self ? call.positional : call.positional.slice(1);
  const { mapping } = state;
  const isIndex = name === "" || /^\d+$/.test(name);
  if (mapping?.kind === "unknown") return unknownFrom(mapping, `{${name}}`);
  if (mapping) return run.item(mapping, str(name), siteHere(run));
  if (isIndex) {
    const index = name === "" ? state.next++ : Number(name);
    const given = positional[index];
    if (given) return given.value;
    if (call.uncertain) return unknownFrom(call.uncertain);
    return raise(
      run,
      "IndexError",
      `Replacement index ${index} out of range for positional args tuple`,
    );
  }
  const given = call.keywords.get(name);
  if (given) return given.value;
  if (call.uncertain) return unknownFrom(call.uncertain, `{${name}}`);
  return raiseKeyError(run, str(name));
}
