import type { Certainty } from "../../dag/certainty.ts";
import type { Fault } from "../../dag/fault.ts";
import type { GivenArgument } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";

/** What is known while one file is read. */
export interface WorkflowSession {
  readonly file: string;
  readonly workflows: WorkflowDraft[];
  readonly tasks: SimpleTaskDraft[];
  readonly workflowOf: Map<Value, WorkflowDraft>;
  readonly taskOf: Map<Value, SimpleTaskDraft>;
  readonly watched: Set<ClassValue>;
  readonly faults: Fault[];
}

/** A workflow under construction. */
export interface WorkflowDraft {
  readonly name: string;
  readonly certainty: Certainty;
  readonly span: Span;
  readonly idSpan: Span | undefined;
  variable: string | undefined;
  readonly tasks: Map<string, SimpleTaskDraft>;
  readonly dependencies: DependencyDraft[];
}

/** A `Task(…)`. */
export interface SimpleTaskDraft {
  readonly taskId: string;
  readonly certainty: Certainty;
  readonly span: Span;
  readonly idSpan: Span | undefined;
  readonly given: ReadonlyMap<string, GivenArgument>;
  variable: { readonly name: string; readonly span: Span } | undefined;
  added: boolean;
}

/** A `set_dependency(up, down)`. */
export interface DependencyDraft {
  readonly up: string;
  readonly down: string;
  readonly upSpan: Span | undefined;
  readonly downSpan: Span | undefined;
  readonly span: Span;
  readonly statementSpan: Span;
  readonly certainty: Certainty;
  /** The downstream id had no task yet: the call did nothing. */
  readonly dropped: boolean;
}

/** A session before the first line runs. */
export function newWorkflowSession(file: string): WorkflowSession {
  return {
    file,
    workflows: [],
    tasks: [],
    workflowOf: new Map(),
    taskOf: new Map(),
    watched: new Set(),
    faults: [],
  };
}
