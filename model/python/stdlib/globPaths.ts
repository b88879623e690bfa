import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { str } from "../values.ts";
import { kindAt, namesIn, workspacePath } from "./workspacePath.ts";

const maxFound = 5000;

/** The pattern of one name as a regular expression; `*` and `?` do not match a leading dot. */
export function nameMatcher(pattern: string): RegExp {
  let text = pattern.startsWith(".") ? "" : "(?!\\.)";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === "*") text += "[^/]*";
    else if (char === "?") text += "[^/]";
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 2);
      if (end < 0) text += "\\[";
      else {
        const inner = pattern
          .slice(at + 1, end)
          .replace(/\\/g, "\\\\")
          .replace(/^!/, "^");
        text += `[${inner}]`;
        at = end;
      }
    } else text += char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }
  try {
    return new RegExp(`^${text}$`);
  } catch {
    // A class such as `[z-a]` matches nothing.
    return /(?!)/;
  }
}

/** Every path of the workspace that a pattern with `*`, `?`, `[…]` and `**` matches, in order. */
export function globPaths(call: NativeCall, pattern: string): readonly string[] | Value {
  const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
  const magic = parts.findIndex((part) => /[*?[]/.test(part));
  const fixed = magic < 0 ? parts : parts.slice(0, magic);
  const start = (pattern.startsWith("/") ? "/" : "") + fixed.join("/");
  const place = workspacePath(call, str(start === "" ? "." : start));
  if (typeof place !== "string") return place;
  if (magic < 0) return kindAt(call, place) === undefined ? [] : [pattern];
  if (!namesIn(call, place))
    return call.interpreter.unknown(`folder ${place} is not in this workspace`, call.span);
  const found: string[] = [];
  match(call, place, start, parts.slice(magic), found);
  return found;
}

function match(
  call: NativeCall,
  folder: string,
  shown: string,
  parts: readonly string[],
  found: string[],
): void {
  const [first, ...rest] = parts;
  if (first === undefined || found.length > maxFound) return;
  const entries = namesIn(call, folder);
  if (!entries) return;
  const inner = (name: string): string =>
    folder === "" || folder === "." ? name : `${folder}/${name}`;
  const outer = (name: string): string =>
    shown === "" ? name : shown.endsWith("/") ? shown + name : `${shown}/${name}`;
  if (first === "**") {
    if (rest.length === 0) {
      for (const [name] of entries) if (!name.startsWith(".")) found.push(outer(name));
    } else match(call, folder, shown, rest, found);
    for (const [name, kind] of entries)
      if (kind === "folder" && !name.startsWith("."))
        match(call, inner(name), outer(name), parts, found);
    return;
  }
  const matcher = nameMatcher(first);
  for (const [name, kind] of entries) {
    if (!matcher.test(name)) continue;
    if (rest.length === 0) found.push(outer(name));
    else if (kind === "folder") match(call, inner(name), outer(name), rest, found);
  }
}
