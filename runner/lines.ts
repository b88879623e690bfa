import type { Readable } from "node:stream";

/** Calls back for each line of a stream of bytes, split at `\n` alone; a rest without an end is left out. */
export function readLines(input: Readable, listener: (line: string) => void): void {
  let rest: Buffer[] = [];
  input.on("data", (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const line = chunk.subarray(from, at);
      listener((rest.length > 0 ? Buffer.concat([...rest, line]) : line).toString("utf8"));
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });
}
