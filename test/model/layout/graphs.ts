import type { GraphDag, GraphEdge, GraphTask } from "../../../model/dag/graphJson.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/**
 * A DAG from a few words: `a > b, b > c [label], g.x > g.y`. Ids with dots are in groups of that name, `[[m]]` is mapped, `?x` may be.
 * An id alone is a task without edges.
 */
export function dagOf(
  text: string,
  extra: Partial<Record<string, Partial<GraphTask>>> = {},
): GraphDag {
  const tasks = new Map<string, GraphTask>();
  const groups = new Map<string, string | null>();
  const edges: GraphEdge[] = [];
  const groupIds = new Set<string>();
  const words = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  for (const word of words)
    for (const id of word.replace(/\[.*\]/, "").split(">"))
      for (const group of prefixes(id.trim())) groupIds.add(group);
  for (const group of groupIds) groups.set(group, prefixes(group).at(-1) ?? null);
  const add = (id: string): void => {
    if (tasks.has(id) || groups.has(id)) return;
    tasks.set(id, { ...taskOf(id, prefixes(id).at(-1) ?? null), ...extra[id] });
  };
  for (const word of words) {
    const label = /\[(.*)\]/.exec(word)?.[1] ?? null;
    const chain = word
      .replace(/\[.*\]/, "")
      .split(">")
      .map((id) => id.trim());
    chain.forEach((id, at) => {
      add(id);
      const from = chain[at - 1];
      if (from !== undefined) edges.push({ from, to: id, label, certainty: "certain" });
    });
  }
  return dagFrom([...tasks.values()], edges, groups);
}

/** One plain task. */
export function taskOf(taskId: string, group: string | null): GraphTask {
  return {
    taskId,
    group,
    operator: "PythonOperator",
    range,
    certainty: "certain",
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: "all_success",
  };
}

/** A DAG of these parts. */
export function dagFrom(
  tasks: readonly GraphTask[],
  edges: readonly GraphEdge[],
  groups: ReadonlyMap<string, string | null>,
  dagId = "sample",
): GraphDag {
  return {
    dagId,
    file: "dags/sample.py",
    range,
    certainty: "certain",
    unknown: [],
    schedule: {
      kind: "cron",
      expression: "0 2 * * *",
      timezone: "UTC",
      text: "At 02:00, every day",
      certainty: "certain",
    },
    tasks,
    edges,
    groups: [...groups].map(([groupId, parent]) => ({
      groupId,
      parent,
      mapped: false,
      range,
      certainty: "certain" as const,
    })),
  };
}

function prefixes(id: string): string[] {
  const parts = id.split(".");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("."));
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const verbs = ["extract", "load", "clean", "join", "check", "publish", "train", "score", "export"];
const nouns = [
  "orders",
  "customers",
  "events",
  "sessions",
  "prices",
  "stock",
  "invoices",
  "clicks",
];

/** Any graph: groups in groups, empty ones too, cycles, loops, edges to groups, labels, ends that do not exist. */
export function randomDag(seed: number, size = 24): GraphDag {
  const random = randomFrom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const groups = new Map<string, string | null>();
  const groupCount = pick(6);
  const names = [...Array(groupCount).keys()].map((at) => `g${at}`);
  names.forEach((name, at) =>
    groups.set(name, at > 0 && random() < 0.6 ? (names[pick(at)] ?? null) : null),
  );
  const tasks = [...Array(1 + pick(size)).keys()].map((at) => {
    const group = groupCount > 0 && random() < 0.7 ? (names[pick(groupCount)] ?? null) : null;
    return taskOf(
      `${verbs[pick(verbs.length)] ?? ""}_${nouns[pick(nouns.length)] ?? ""}_${at}`,
      group,
    );
  });
  const ends = [
    ...tasks.map((task) => task.taskId),
    ...(random() < 0.4 ? names : []),
    ...(random() < 0.1 ? ["nowhere"] : []),
  ];
  const forward = random() < 0.6;
  const edges: GraphEdge[] = [];
  for (let count = pick(tasks.length * 2 + 1); count > 0; count--) {
    let a = pick(ends.length);
    let b = pick(ends.length);
    if (forward && a > b) [a, b] = [b, a];
    if (forward && a === b && random() < 0.9) continue;
    edges.push({
      from: ends[a] ?? "",
      to: ends[b] ?? "",
      label: random() < 0.12 ? "if it is so" : null,
      certainty: random() < 0.1 ? "dynamic" : "certain",
    });
  }
  return dagFrom(tasks, edges, groups, `random_${seed}`);
}

/** A big DAG like real ones: stages one after the other, each with several groups of tasks side by side. */
export function platformDag(taskCount: number, seed = 7): GraphDag {
  const random = randomFrom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const tasks: GraphTask[] = [];
  const edges: GraphEdge[] = [];
  const groups = new Map<string, string | null>();
  let before: string[] = [];
  for (let stage = 0; tasks.length < taskCount; stage++) {
    const outer = `stage_${stage}`;
    groups.set(outer, null);
    const ends: string[] = [];
    for (let part = 0; part < 2 + pick(3) && tasks.length < taskCount; part++) {
      const group = `${outer}.part_${part}`;
      groups.set(group, outer);
      const own: string[] = [];
      for (let count = 8 + pick(16); count > 0 && tasks.length < taskCount; count--) {
        const id = `${group}.${verbs[pick(verbs.length)] ?? ""}_${nouns[pick(nouns.length)] ?? ""}_${own.length}`;
        tasks.push(taskOf(id, group));
        for (let inputs = 1 + pick(2); inputs > 0 && own.length > 0; inputs--) {
          const from = own[Math.max(0, own.length - 1 - pick(5))] ?? "";
          if (!edges.some((edge) => edge.from === from && edge.to === id && edges.length < 3000))
            edges.push({
              from,
              to: id,
              label: random() < 0.04 ? "retry" : null,
              certainty: "certain",
            });
        }
        own.push(id);
      }
      const first = own[0];
      const source = before[pick(before.length)];
      if (first !== undefined && source !== undefined)
        edges.push({ from: source, to: first, label: null, certainty: "certain" });
      const last = own.at(-1);
      if (last !== undefined) ends.push(last);
    }
    before = ends;
  }
  return dagFrom(tasks, edges, groups, `platform_${taskCount}`);
}
