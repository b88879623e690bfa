/** A value that is made when it is first asked for, and stays: what most programs never import costs no time at the start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
