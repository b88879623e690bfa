/** Placeholder of the evaluator's values until the evaluator lands. */
export interface Value {
  readonly kind: string;
}
