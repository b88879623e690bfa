import { parse } from "yaml";

import type { RememberedTask } from "../model/run/remembered.ts";

/** What a task is taken to do instead of running. */
export interface TaskMock {
  readonly state: "success" | "failed" | "skipped";
  /** JSON text of what it returns; undefined: nothing. */
  readonly returnValue: string | undefined;
  /** Elements of it, for a task that is mapped over it. */
  readonly length: number | null;
  readonly durationMs: number;
}

/** Mocks by task id, or what is wrong with the file. */
export type ParsedMocks =
  { readonly mocks: ReadonlyMap<string, TaskMock> } | { readonly problem: string };

/**
 * Reads a file of mocks (YAML or JSON): for each task id `returns`, `state` (success, failed, skipped) and `duration` in
 * seconds, each optional.
 */
export function parseMocks(text: string): ParsedMocks {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (value === null || value === undefined) return { mocks: new Map() };
  if (!isRecord(value)) return { problem: "expected task ids with what each returns" };
  const mocks = new Map<string, TaskMock>();
  for (const [taskId, given] of Object.entries(value)) {
    const mock = parseMock(given ?? {});
    if (typeof mock === "string") return { problem: `${taskId}: ${mock}` };
    mocks.set(taskId, mock);
  }
  return { mocks };
}

/** What a mock leaves of a task that is not run. */
export function mockedTask({ state, returnValue, length }: TaskMock): RememberedTask {
  const xcoms = new Map(
    returnValue === undefined ? [] : [["return_value", { text: returnValue, length }] as const],
  );
  return { instances: [{ mapIndex: -1, state, xcoms }] };
}

function parseMock(given: unknown): TaskMock | string {
  if (!isRecord(given)) return "expected returns, state or duration below it";
  const unknown = Object.keys(given).find((key) => !["returns", "state", "duration"].includes(key));
  if (unknown !== undefined) return `"${unknown}" is none of returns, state, duration`;
  const { returns, state = "success", duration = 0 } = given;
  if (state !== "success" && state !== "failed" && state !== "skipped")
    return `state must be success, failed or skipped, not ${JSON.stringify(state)}`;
  if (typeof duration !== "number" || duration < 0) return "duration must be a number of seconds";
  return {
    state,
    returnValue: returns === undefined ? undefined : JSON.stringify(returns),
    length: Array.isArray(returns)
      ? returns.length
      : isRecord(returns)
        ? Object.keys(returns).length
        : null,
    durationMs: duration * 1000,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
