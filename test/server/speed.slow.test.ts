import { beforeAll, describe, expect, test } from "vitest";

import { TestEditor } from "./languageClient.ts";
import { generatedDag } from "./generatedDag.ts";

const file = "dags/large.py";
const text = generatedDag(166);
const rounds = 60;
/** Keys until the machine code of the evaluator is made. */
const warmUp = 40;

/** The value that 95 of 100 do not exceed. */
function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

describe("on a file of 1,000 lines", () => {
  let editor: TestEditor;
  let version = 1;

  beforeAll(async () => {
    editor = await TestEditor.open(new Map([[file, text]]));
    await editor.openDocument(file, text);
    await editor.problems(file, () => true);
  });

  async function type(round: number): Promise<void> {
    const line = text.split("\n").length - 1;
    const at = { line, character: round };
    await editor.change(file, ++version, [{ range: { start: at, end: at }, text: "#" }]);
  }

  test("problems follow a key within 16 ms", async () => {
    expect(text.split("\n").length).toBeGreaterThan(1000);
    const times: number[] = [];
    for (let round = 0; round < warmUp + rounds; round++) {
      const pushed = editor.nextProblems(file);
      const began = cpuTime();
      await type(round);
      await pushed;
      times.push(cpuTime() - began);
    }
    say("key → problems", times);
    expect(p95(times.slice(warmUp))).toBeLessThan(16);
  });

  const position = { line: 500, character: 22 };
  const requests: Readonly<Record<string, object>> = {
    "textDocument/hover": { position },
    "textDocument/definition": { position },
    "textDocument/references": { position, context: { includeDeclaration: true } },
    "textDocument/documentHighlight": { position },
    "textDocument/prepareRename": { position },
    "textDocument/rename": { position, newName: "other" },
    "textDocument/completion": { position: { line: 501, character: 52 } },
    "textDocument/signatureHelp": { position },
    "textDocument/documentSymbol": {},
    "textDocument/codeLens": {},
    "textDocument/foldingRange": {},
    "textDocument/selectionRange": { positions: [position] },
    "textDocument/semanticTokens/full": {},
    "textDocument/documentLink": {},
    "textDocument/inlayHint": { range: range(0, 1000) },
    "textDocument/codeAction": { range: range(500, 501), context: { diagnostics: [] } },
    "dagsight/graph": { uri: "file:///work/dags/large.py" },
  };

  test.each(Object.keys(requests))("%s answers within 20 ms after each key", async (method) => {
    const times: number[] = [];
    for (let round = 0; round < 25; round++) {
      const pushed = editor.nextProblems(file);
      await type(round);
      await pushed;
      const began = cpuTime();
      await editor.request(method, {
        textDocument: { uri: editor.uri(file) },
        ...requests[method],
      });
      times.push(cpuTime() - began);
    }
    say(method, times);
    expect(p95(times.slice(3))).toBeLessThan(method.endsWith("completion") ? 30 : 20);
  });

  test("500 requests of which half are cancelled: the others are right", async () => {
    const answers = Array.from({ length: 500 }, (_, index) =>
      editor.cancellable("textDocument/hover", {
        textDocument: { uri: editor.uri(file) },
        position: { line: 7 + 6 * (index % 150), character: 20 },
      }),
    );
    answers.forEach(({ cancel }, index) => {
      if (index % 2 === 1) cancel();
    });
    const settled = await Promise.allSettled(answers.map(({ answer }) => answer));
    settled.forEach((result, index) => {
      if (index % 2 === 1) return;
      expect(result.status).toBe("fulfilled");
      const value = result.status === "fulfilled" ? JSON.stringify(result.value) : "";
      expect(value).toContain(`**task\\\\_${index % 150}**`);
    });
  });
});

function range(from: number, to: number): object {
  return { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
}

/** Milliseconds that this process (client and server) has worked: what a free machine would take, however busy this is. */
function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}

function say(what: string, times: readonly number[]): void {
  const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  process.stdout.write(
    `${what}: median ${middle.toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms\n`,
  );
}
