import type { ClassValue } from "../../python/value.ts";

/** Works something out once for each class: a file makes many tasks of few classes. */
export function perClass<T>(work: (of: ClassValue) => T): (of: ClassValue) => T {
  const known = new WeakMap<ClassValue, { readonly found: T }>();
  return (of) => {
    const before = known.get(of);
    if (before) return before.found;
    const found = work(of);
    known.set(of, { found });
    return found;
  };
}
