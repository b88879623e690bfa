/** A Python regular expression as JavaScript writes it (with the `u` flag); undefined where it cannot be. */
export function translatePattern(source: string, verbose: boolean): string | undefined {
  let text = "";
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === "\\") {
      const next = source.charAt(at + 1);
      at += 1;
      const escaped = letters(next, inClass) ?? translateEscape(next);
      if (escaped === undefined) return undefined;
      text += escaped;
    } else if (inClass) {
      if (char === "]") inClass = false;
      text += /[[&~|]/.test(char) && char !== "]" ? (char === "[" ? "\\[" : char) : char;
    } else if (char === "[") {
      inClass = true;
      const negated = source.charAt(at + 1) === "^";
      text += negated ? "[^" : "[";
      if (negated) at += 1;
      // A bracket that comes first is a member.
      if (source.charAt(at + 1) === "]") {
        text += "\\]";
        at += 1;
      }
    } else if (char === "(" && source.startsWith("(?P<", at)) {
      text += "(?<";
      at += 3;
    } else if (char === "(" && source.startsWith("(?P=", at)) {
      const end = source.indexOf(")", at);
      if (end < 0) return undefined;
      text += `\\k<${source.slice(at + 4, end)}>`;
      at = end;
    } else if (char === "(" && source.startsWith("(?#", at)) {
      const end = source.indexOf(")", at);
      if (end < 0) return undefined;
      at = end;
    } else if (
      char === "(" &&
      source.charAt(at + 1) === "?" &&
      !/^\(\?(?:[:=!]|<[=!])/.test(source.slice(at, at + 4))
    )
      return undefined;
    else if (verbose && /\s/.test(char)) continue;
    else if (verbose && char === "#") {
      const end = source.indexOf("\n", at);
      at = end < 0 ? source.length : end;
    } else if (char === "{" && !/^\{\d*(?:,\d*)?\}/.test(source.slice(at))) text += "\\{";
    else if (char === "{" && source.startsWith("{,", at)) {
      text += "{0,";
      at += 1;
    } else if (char === "}" && !/\{\d*,?\d*$/.test(text)) text += "\\}";
    else if (char === "]") text += "\\]";
    else text += char;
  }
  return inClass ? undefined : text;
}

/** What counts as a letter, digit or word in any script, which JavaScript only knows of Latin ones. */
function letters(next: string, inClass: boolean): string | undefined {
  const word = "\\p{L}\\p{N}_";
  switch (next) {
    case "d":
      return "\\p{Nd}";
    case "D":
      return "\\P{Nd}";
    case "w":
      return inClass ? word : `[${word}]`;
    case "W":
      // Within brackets there is no way to say it of more than one class.
      return inClass ? undefined : `[^${word}]`;
    case "b":
      return inClass ? undefined : `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`;
    case "B":
      return `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`;
    default:
      return undefined;
  }
}

function translateEscape(next: string): string | undefined {
  if (next === "") return undefined;
  if (next === "A") return "(?<![^])";
  if (next === "Z") return "(?![^])";
  if (next === "a") return "\\x07";
  if (/[dDsSwWbBnrtfvxu0-9]/.test(next)) return `\\${next}`;
  if (/[a-zA-Z]/.test(next)) return undefined;
  return /[\^$\\.*+?()[\]{}|/-]/.test(next) ? `\\${next}` : next;
}
