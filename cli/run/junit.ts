import type { InstanceRun, RunState } from "../../model/run/state.ts";

/** A run as a JUnit report: one test case for each task instance. */
export function junitOf(state: RunState): string {
  const instances = [...state.tasks.values()]
    .filter(({ task }) => !task.remembered)
    .flatMap((task) => [...task.instances.values()]);
  const failures = instances.filter(({ state: one }) => isFailure(one)).length;
  const skipped = instances.filter(({ state: one }) => one === "skipped").length;
  const cases = instances.map((instance) => caseOf(state, instance));
  const time = seconds((state.endedAt ?? state.startedAt) - state.startedAt);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites><testsuite name="${escaped(state.dagId ?? state.file)}" tests="${instances.length}" failures="${failures}" skipped="${skipped}" time="${time}">`,
    ...cases,
    ...(state.tasks.size === 0 && state.reason !== null
      ? [
          `  <testcase name="load"><error message="${escaped(state.reason)}">${escaped(state.errors.map((one) => one.traceback).join("\n"))}</error></testcase>`,
        ]
      : []),
    "</testsuite></testsuites>",
    "",
  ].join("\n");
}

function caseOf(state: RunState, instance: InstanceRun): string {
  const name =
    instance.mapIndex === null ? instance.taskId : `${instance.taskId}[${instance.mapIndex}]`;
  const time = seconds((instance.endedAt ?? 0) - (instance.startedAt ?? instance.endedAt ?? 0));
  const head = `  <testcase classname="${escaped(state.dagId ?? "")}" name="${escaped(name)}" time="${time}"`;
  const body = bodyOf(instance);
  return body === "" ? `${head}/>` : `${head}>${body}</testcase>`;
}

function bodyOf(instance: InstanceRun): string {
  const last = instance.tries.at(-1);
  const why = last?.error?.message ?? instance.reason ?? instance.state;
  if (instance.state === "skipped") return `<skipped message="${escaped(why)}"/>`;
  if (!isFailure(instance.state)) return "";
  return `<failure message="${escaped(why)}" type="${escaped(last?.error?.type ?? instance.state)}">${escaped(last?.error?.traceback ?? "")}</failure>`;
}

function isFailure(state: string): boolean {
  return state !== "success" && state !== "skipped" && state !== "removed";
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** Text in XML; characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
