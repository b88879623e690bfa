import type { Argument, Call } from "../../python/syntax.ts";
import type { TextEdit } from "../../text/span.ts";

/** Takes an argument out of its call, with its comma, and with its line if it has one of its own. */
export function removeArgument(
  file: string,
  text: string,
  call: Call,
  argument: Argument,
): TextEdit {
  const at = call.args.indexOf(argument);
  const next = call.args[at + 1];
  const before = call.args[at - 1];
  const afterComma = /^\s*,/.exec(text.slice(argument.end))?.[0].length;
  const lineStart = text.lastIndexOf("\n", argument.start - 1) + 1;
  const end = argument.end + (afterComma ?? 0);
  const rest = /^[ \t]*(#[^\n]*)?\n/.exec(text.slice(end))?.[0].length;
  if (rest !== undefined && text.slice(lineStart, argument.start).trim() === "") {
    return { span: { file, start: lineStart, end: end + rest }, newText: "" };
  }
  if (next) return { span: { file, start: argument.start, end: next.start }, newText: "" };
  if (before) return { span: { file, start: before.end, end: argument.end }, newText: "" };
  return { span: { file, start: argument.start, end }, newText: "" };
}

/** Adds `name=value` as the last argument of a call, in the style of those it has. */
export function addArgument(file: string, text: string, call: Call, written: string): TextEdit {
  const last = call.args.at(-1);
  const close = call.end - 1;
  if (!last) return { span: { file, start: close, end: close }, newText: written };
  const lineStart = text.lastIndexOf("\n", last.start - 1) + 1;
  const lead = text.slice(lineStart, last.start);
  const hasOwnLine = lineStart > call.argsStart && lead.trim() === "";
  const comma = /^\s*,/.exec(text.slice(last.end, close))?.[0].length;
  const at = last.end + (comma ?? 0);
  const newText = hasOwnLine
    ? `${comma === undefined ? "," : ""}\n${lead}${written}${comma === undefined ? "" : ","}`
    : `${comma === undefined ? "," : ""} ${written}${comma === undefined ? "" : ","}`;
  return { span: { file, start: at, end: at }, newText };
}
