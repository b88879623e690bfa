/** Placeholder of the syntax tree until the evaluator lands. */
export interface Module {
  readonly kind: "Module";
}
