// Compares what we say of a file with what Airflow built from it.
//   exact           everything said is true and nothing is missing
//   flagged         something is missing or unknown and the output says so; all that is called certain or inferred is true
//   silently wrong  a claim is not so, or something is missing without a word
// A DAG or task that is dynamic leaves its DAG open; a dynamic edge leaves only edges open.

const open = (thing) => thing.certainty === "dynamic";
const pair = ({ from, to }) => `${from} -> ${to}`;

/** The verdict on one file: `{ verdict, wrong, said }`. */
export function compareFile(truth, said) {
  if (truth.error) return { verdict: "refused", wrong: [], said: [] };
  const wrong = [];
  const unsure = [];
  const ids = new Set(truth.dags.map(({ dagId }) => dagId));
  const strangers = said.filter(({ dagId }) => !ids.has(dagId));
  for (const dag of strangers) if (!open(dag)) wrong.push(`extra DAG ${dag.dagId}`);
  for (const dag of truth.dags) {
    const ours = said.find(({ dagId }) => dagId === dag.dagId);
    if (ours) compareDag(dag, ours, wrong, unsure);
    else if (strangers.some(open)) unsure.push(`DAG ${dag.dagId} stands behind a dynamic one`);
    else wrong.push(`missing DAG ${dag.dagId}`);
  }
  if (strangers.some(open)) unsure.push("a dynamic DAG");
  const verdict = wrong.length > 0 ? "silently wrong" : unsure.length > 0 ? "flagged" : "exact";
  return { verdict, wrong, said: unsure };
}

function compareDag(truth, ours, wrong, unsure) {
  const at = ours.dagId;
  const sureTasks = ours.tasks.filter((task) => !open(task));
  const dynamicIds = new Set(ours.tasks.filter(open).map(({ taskId }) => taskId));
  const sureEdges = ours.edges.filter(
    (edge) => !open(edge) && !dynamicIds.has(edge.from) && !dynamicIds.has(edge.to),
  );
  const openTasks = open(ours) || dynamicIds.size > 0;
  const openEdges = openTasks || ours.edges.some(open);
  const sides = [
    ["task", truth.tasks.map((t) => t.taskId), sureTasks.map((t) => t.taskId), openTasks],
    ["edge", truth.edges.map(([from, to]) => pair({ from, to })), sureEdges.map(pair), openEdges],
    ["group", truth.groups.map((g) => g.groupId), sureGroups(ours), openTasks],
  ];
  for (const [what, real, claimed, isOpen] of sides) {
    const [have, want] = [new Set(claimed), new Set(real)];
    for (const id of have) if (!want.has(id)) wrong.push(`${at}: extra ${what} ${id}`);
    for (const id of want) if (!isOpen && !have.has(id)) wrong.push(`${at}: missing ${what} ${id}`);
  }
  for (const task of sureTasks) {
    const real = truth.tasks.find(({ taskId }) => taskId === task.taskId);
    for (const field of real ? ["group", "mapped", "setup", "teardown", "triggerRule"] : []) {
      if (field === "triggerRule" && task[field] === null)
        unsure.push(`${at}: trigger rule unknown`);
      else if (task[field] !== real[field])
        wrong.push(`${at}: ${task.taskId} ${field} is ${real[field]}, not ${task[field]}`);
    }
  }
  for (const group of ours.groups.filter((g) => !open(g))) {
    const real = truth.groups.find(({ groupId }) => groupId === group.groupId);
    for (const field of real ? ["parent", "mapped"] : [])
      if (group[field] !== real[field])
        wrong.push(`${at}: ${group.groupId} ${field} is ${real[field]}`);
  }
  compareSchedule(truth.schedule, ours.schedule, (text) => wrong.push(`${at}: ${text}`));
  if (ours.schedule.kind === "dynamic") unsure.push(`${at}: schedule is dynamic`);
  if (openEdges)
    unsure.push(`${at}: ${[...new Set(ours.unknown.map((u) => u.reason))].join("; ")}`);
}

function sureGroups({ groups, tasks }) {
  const isSure = ({ groupId }) => {
    const inside = tasks.filter((task) => task.group === groupId);
    return inside.length === 0 || !inside.every(open);
  };
  return groups.filter((group) => !open(group) && isSure(group)).map(({ groupId }) => groupId);
}

function compareSchedule(real, ours, say) {
  if (ours.kind === "dynamic") return;
  if (ours.kind !== real.kind) return say(`schedule is ${real.kind}, not ${ours.kind}`);
  const same =
    real.kind === "delta"
      ? secondsOf(ours.expression) === real.seconds
      : real.kind === "timetable"
        ? ours.expression.includes(real.class)
        : real.expression === null || ours.expression === real.expression;
  if (!same) say(`schedule is ${JSON.stringify(real)}, not ${ours.expression}`);
}

function secondsOf(iso) {
  const found = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso) ?? [];
  const [, sign, ...parts] = found;
  const total = [86400, 3600, 60, 1].reduce(
    (sum, unit, i) => sum + unit * Number(parts[i] ?? 0),
    0,
  );
  return sign ? -total : total;
}
