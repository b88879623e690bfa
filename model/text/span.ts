/** A half-open stretch of one file's text, in UTF-16 code units from its start. */
export interface Span {
  /** Path below the workspace root, with `/`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of one span. An insertion has `start === end`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Whether `offset` lies in the span or touches one of its ends. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
