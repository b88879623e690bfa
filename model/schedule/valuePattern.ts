/** What the values of a field look like to a reader. */
export type ValuePattern =
  | { readonly kind: "all" }
  | { readonly kind: "one"; readonly value: number }
  /** Three or more in a row. */
  | { readonly kind: "run"; readonly from: number; readonly to: number }
  /** Equal distances of two or more. `steady`: the same distance leads from the last on to the first of the next round. */
  | {
      readonly kind: "step";
      readonly from: number;
      readonly to: number;
      readonly step: number;
      readonly steady: boolean;
      /** No further value of the step would fit. */
      readonly full: boolean;
    }
  | { readonly kind: "list" };

/** Recognises the pattern of ascending values in a field of `size` values that starts at 0. */
export function patternOf(values: readonly number[], size: number): ValuePattern {
  const [first, second] = values;
  const last = values.at(-1);
  if (values.length === size) return { kind: "all" };
  if (first === undefined || last === undefined) return { kind: "list" };
  if (second === undefined) return { kind: "one", value: first };
  const step = second - first;
  if (values.some((value, index) => value !== first + index * step)) return { kind: "list" };
  if (step === 1)
    return values.length >= 3 ? { kind: "run", from: first, to: last } : { kind: "list" };
  const full = last + step >= size;
  const steady = size % step === 0 && first < step && full;
  return { kind: "step", from: first, to: last, step, steady, full };
}
