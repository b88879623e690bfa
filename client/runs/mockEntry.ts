/** A text and the place in it that is to be shown, from 0: what the task returns. */
export interface MockText {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const heading = `# What tasks do in local runs instead of running: Dagsight reads this file (dagsight.run.mocksFile).
# For each task id: returns (any value), state (success, failed or skipped), duration (seconds). Each may be left out.
`;

/**
 * The text of a mock file with an entry for a task; one that is there already stays as it is. `value` is JSON text. Undefined: the
 * text is no list of tasks, and an entry would not make it one.
 */
export function withMock(
  text: string,
  taskId: string,
  value: string | undefined,
): MockText | undefined {
  const first = firstOf(text);
  if (first.startsWith("{")) return withJsonMock(text, taskId, value);
  if (first !== "" && keyIn(first) === undefined) return undefined;
  const known = lineOf(text, taskId);
  if (known !== undefined) return { text, line: known + 1, column: "  returns: ".length };
  const before = text.trim() === "" ? heading : text.endsWith("\n") ? text : `${text}\n`;
  const entry = [
    `${keyOf(taskId)}:`,
    // JSON is YAML.
    `  returns: ${value ?? "null"}`,
    "  state: success",
    "  duration: 0",
    "",
  ];
  const line = before.split("\n").length;
  return { text: before + entry.join("\n"), line, column: "  returns: ".length };
}

/** The first line that says something. */
function firstOf(text: string): string {
  return text.split("\n").find((line) => !/^\s*(#|---|$)/.test(line)) ?? "";
}

function withJsonMock(
  text: string,
  taskId: string,
  value: string | undefined,
): MockText | undefined {
  const tasks = jsonObject(text);
  if (!tasks) return undefined;
  const key = JSON.stringify(taskId);
  const column = '    "returns": '.length;
  if (Object.hasOwn(tasks, taskId)) {
    const line = text.split("\n").findIndex((one) => one.trimStart().startsWith(`${key}:`));
    return { text, line: line + 1, column };
  }
  const before = text.trimEnd().slice(0, -1).trimEnd();
  const head = `${before}${before.endsWith("{") ? "" : ","}\n`;
  const entry = [
    `  ${key}: {`,
    `    "returns": ${value ?? "null"},`,
    '    "state": "success",',
    '    "duration": 0',
    "  }",
    "}",
    "",
  ];
  return { text: head + entry.join("\n"), line: head.split("\n").length, column };
}

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // Half JSON, half YAML: nothing can be put in by its text alone.
  }
}

function lineOf(text: string, taskId: string): number | undefined {
  const keys = new Set([taskId, `"${taskId}"`, `'${taskId}'`]);
  const at = text.split("\n").findIndex((line) => {
    const key = keyIn(line);
    return key !== undefined && keys.has(key);
  });
  return at < 0 ? undefined : at;
}

/** The key that a line of YAML begins with, at its start. */
function keyIn(line: string): string | undefined {
  return /^("[^"]*"|'[^']*'|[^\s#:[-][^:]*?)\s*:(\s|$)/.exec(line)?.[1];
}

/** YAML takes `on`, `1.5` and the like for something else than text. */
function keyOf(taskId: string): string {
  const isPlain =
    /^[A-Za-z_][\w.-]*$/.test(taskId) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(taskId);
  return isPlain ? taskId : JSON.stringify(taskId);
}
