import ignore from "ignore";

/** Whether git ignores a file, by the `.gitignore` files from the root of its repository down to it. Paths have `/`. */
export function gitIgnored(path: string, readText: (path: string) => string | undefined): boolean {
  const parts = path.split("/");
  let ignored = false;
  for (let depth = 0; depth < parts.length; depth++) {
    const text = readText([...parts.slice(0, depth), ".gitignore"].join("/"));
    if (text === undefined) continue;
    // A file further down has the last word.
    const found = ignore().add(text).test(parts.slice(depth).join("/"));
    if (found.ignored) ignored = true;
    else if (found.unignored) ignored = false;
  }
  return ignored;
}
