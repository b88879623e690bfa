/** Texts longer than this, and more of them than that, are not worth their memory. */
const longestKept = 1000;
const mostKept = 4000;

/** Works something out once for each text: with every key the same templates are asked for again. */
export function perText<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (text) => {
    const before = known.get(text);
    if (before) return before.found;
    const found = work(text);
    if (known.size >= mostKept) known.clear();
    if (text.length <= longestKept) known.set(text, { found });
    return found;
  };
}
