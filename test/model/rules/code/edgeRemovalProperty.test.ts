import { expect, test } from "vitest";

import type { Dag } from "../../../../model/dag/dag.ts";
import { removeEdge } from "../../../../model/rules/code/edgeRemoval.ts";
import { exampleDag } from "../../../../model/rules/exampleDag.ts";
import { applyEdits } from "../../../../model/text/edits.ts";
import { randomOf } from "../../../randomText.ts";
import { snapshotOfText } from "../checkText.ts";

const names = ["a", "b", "c", "d", "e"];
const head = `@task
def give(value=None, other=None):
    return 1

@task
def take(value):
    return value

${names.map((name) => `${name} = EmptyOperator(task_id="${name}")`).join("\n")}
with TaskGroup("g") as g:
    g1 = EmptyOperator(task_id="g1")
    g2 = EmptyOperator(task_id="g2")
with TaskGroup("h") as h:
    EmptyOperator(task_id="h1")
some = [a, b]
`;

/** A file whose tasks are related in ways that people write, some of them more than once. */
function randomFile(random: () => number, statements: number): string {
  const below = (count: number): number => Math.floor(random() * count);
  const name = (): string => names[below(names.length)] ?? "a";
  const list = (): string => {
    const items = [...new Set([name(), name(), name()])];
    return `[${items.join(", ")}]`;
  };
  const one = (): string => (random() < 0.15 ? (["g", "h", "some"][below(3)] ?? "g") : name());
  const fresh = (): string => `EmptyOperator(task_id="n${below(1e9)}")`;
  const forms: readonly (() => string)[] = [
    () => `${one()} >> ${name()}`,
    () => `${name()} << ${one()}`,
    () => `${name()} >> ${list()} >> ${name()}`,
    () => `${list()} >> ${name()} >> ${list()}`,
    () => `${name()} >> ${name()} >> ${fresh()} >> ${name()}  # a comment`,
    () => `${name()} >> Label("x") >> ${name()} >> ${name()}`,
    () => `(\n    ${name()}\n    >> ${list()}\n    >> ${name()}\n)`,
    () => `chain(${name()}, ${list()}, ${name()}, ${name()})`,
    () => `chain(${name()}, [${name()}, ${name()}], [${name()}, ${name()}], ${fresh()})`,
    () => `chain_linear(${name()}, ${list()}, ${list()})`,
    () => `cross_downstream(${list()}, ${list()})`,
    () => `${name()}.set_downstream(${random() < 0.5 ? list() : fresh()})`,
    () => `${name()}.set_upstream(${name()})`,
    () => `for x, y in [(${name()}, ${name()}), (${name()}, ${name()})]:\n    x >> y`,
    () => `for x in ${list()}:\n    x >> ${name()}`,
    () => `for x in range(2):\n    ${name()} >> ${name()}`,
    () => `${name()} >> ${name()}; ${name()} >> ${name()}`,
    () => `if True:\n    ${name()} >> ${name()}`,
    () => `one = give(${name()}.output)\ntwo = give(other=one)\ntwo >> ${name()}`,
    () => `three = take(${name()}.output)\nfour = give([three, ${name()}.output], three)`,
    () => `g1 >> ${name()} >> h`,
    () => `${name()} >> g >> ${name()}`,
  ];
  const lines = Array.from({ length: statements }, () => forms[below(forms.length)]?.() ?? "");
  const text = exampleDag(`${head}${lines.join("\n")}`);
  return `from airflow.sdk import Label, chain, chain_linear, cross_downstream\n${text}`;
}

function read(text: string): Dag | undefined {
  return snapshotOfText(text, { codes: [] }).reading.dags[0];
}

function edgesOf(dag: Dag | undefined): readonly string[] {
  return (dag?.edges ?? []).map(({ from, to }) => `${from} → ${to}`).sort();
}

test("after the fix for an edge the file reads back without exactly that edge", () => {
  const random = randomOf(5);
  let fixes = 0;
  for (let round = 0; round < 8; round++) {
    const text = randomFile(random, 1 + Math.floor(random() * 4));
    const { module, reading } = snapshotOfText(text, { codes: [] });
    const [dag] = reading.dags;
    if (!dag) throw new Error(`no DAG in\n${text}`);
    const before = edgesOf(dag);
    for (const edge of dag.edges) {
      const removed = removeEdge(module, dag, edge);
      if (removed.kind === "none") continue;
      fixes++;
      const own = `${edge.from} → ${edge.to}`;
      const after = applyEdits("dag.py", text, removed.edits);
      const left = edgesOf(read(after));
      // An arrow to a group is one dependency: all its edges go with it.
      const isOfGroup = dag.edges.some(
        ({ span, from, to }) =>
          span.start === edge.span.start && span.end === edge.span.end && (from + to).includes("."),
      );
      const said = `${text}\n--- ${own} ---\n${after}`;
      expect(left.includes(own), said).toBe(false);
      const gone = before.filter((each) => each !== own && !left.includes(each));
      if (isOfGroup)
        expect(
          gone.every((each) => /[gh]\./.test(each)),
          said,
        ).toBe(true);
      else expect(gone, said).toEqual([]);
      expect(
        left.filter((each) => !before.includes(each)),
        said,
      ).toEqual([]);
      expect(read(after)?.tasks.size, said).toBe(dag.tasks.size);
    }
  }
  expect(fixes).toBeGreaterThan(20);
});
