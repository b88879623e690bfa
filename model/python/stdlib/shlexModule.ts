import { once } from "../once.ts";
import { arg, need, pure, textOf } from "../builtins/pure.ts";
import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { str } from "../values.ts";

/** The words of a command line, as POSIX shells part it; undefined where a quote stays open. */
function wordsOf(text: string, comments: boolean): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'" || char === '"') {
      word ??= "";
      for (at += 1; text.charAt(at) !== char; at++) {
        if (at >= text.length) return undefined;
        // Within double quotes a backslash is only for quotes and backslashes.
        if (char === '"' && /^\\["\\]/.test(text.slice(at, at + 2))) at += 1;
        word += text.charAt(at);
      }
    } else if (char === "\\") {
      if (at + 1 >= text.length) return undefined;
      word = (word ?? "") + text.charAt(++at);
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#" && comments) {
      while (at < text.length && text.charAt(at) !== "\n") at++;
    } else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function quoted(text: string): string {
  if (text === "") return "''";
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}

function split(call: NativeCall): Value {
  const text = textOf(call, need(call, 0, "s"));
  const [comments, posix] = [arg(call, 1, "comments"), arg(call, 2, "posix")];
  if (posix && call.interpreter.truth(posix) !== true)
    return call.interpreter.unknown("shlex.split(posix=False) is not followed", call.span);
  const words = wordsOf(text, comments !== undefined && call.interpreter.truth(comments) === true);
  return words
    ? call.interpreter.list(words.map((word) => str(word)))
    : call.interpreter.raise("ValueError", "No closing quotation");
}

/** `shlex`. */
export const shlexNames = once((): readonly (readonly [string, Value])[] => [
  pure("split", split),
  pure("quote", (call) => str(quoted(textOf(call, need(call, 0, "s"))))),
  pure("join", (call) => {
    const { items, uncertain } = call.interpreter.iterate(need(call, 0, "split_command"));
    const unknown = uncertain ?? items.find((item) => item.kind === "unknown");
    return unknown ?? str(items.map((item) => quoted(textOf(call, item))).join(" "));
  }),
]);
