/** A text and the line of it that is to be shown, from 0. */
export interface MockText {
  readonly text: string;
  readonly line: number;
}

const heading = `# What tasks do in local runs instead of running: Dagsight reads this file (dagsight.run.mocksFile).
# For each task id: returns (any value), state (success, failed or skipped), duration (seconds). Each may be left out.
`;

/** The text of a mock file with an entry for a task; one that is there already stays as it is. `value` is JSON text. */
export function withMock(text: string, taskId: string, value: string | undefined): MockText {
  const known = lineOf(text, taskId);
  if (known !== undefined) return { text, line: known };
  const before = text.trim() === "" ? heading : text.endsWith("\n") ? text : `${text}\n`;
  const line = before.split("\n").length - 1;
  const entry = [
    `${keyOf(taskId)}:`,
    // JSON is YAML.
    `  returns: ${value ?? "null"}`,
    "  state: success",
    "  duration: 0",
    "",
  ];
  return { text: before + entry.join("\n"), line };
}

function lineOf(text: string, taskId: string): number | undefined {
  const keys = new Set([taskId, `"${taskId}"`, `'${taskId}'`]);
  const at = text.split("\n").findIndex((line) => {
    const key = /^("[^"]*"|'[^']*'|[^\s#:][^:]*?)\s*:(\s|$)/.exec(line)?.[1];
    return key !== undefined && keys.has(key);
  });
  return at < 0 ? undefined : at;
}

/** YAML takes `on`, `1.5` and the like for something else than text. */
function keyOf(taskId: string): string {
  const isPlain =
    /^[A-Za-z_][\w.-]*$/.test(taskId) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(taskId);
  return isPlain ? taskId : JSON.stringify(taskId);
}
