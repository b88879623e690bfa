import type { Fault } from "../dag/fault.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const copy = `@task\ndef copy(table):\n    ...\n`;

/** expand() or partial() with what cannot be mapped. */
export const invalidMapping: Rule = {
  code: "invalid-mapping",
  summary: "A task is mapped in a way that Airflow refuses.",
  why: "expand() takes lists, dicts or outputs of tasks, one instance is made of each element; Airflow refuses anything else when it loads the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`${copy}\n<|copy.expand()|>`) },
      {
        text: exampleDag(`${copy}\ncopy.expand(<|["users"]|>)`),
        fixed: exampleDag(`${copy}\ncopy.expand(table=["users"])`),
      },
      { text: exampleDag(`${copy}\ncopy.expand(table=<|5|>)`) },
      {
        text: exampleDag(
          `@task\ndef copy(table, place):\n    ...\n\n<|copy.expand(table=["users"])|>`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator.partial(task_id="copy", retries=2).expand(bash_command=["a"], <|retries=[1]|>)`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `@task\ndef copy(table, place, ti=None):\n    ...\n\ncopy.partial(place="a").expand(table=["users"])`,
        ),
      },
      { text: exampleDag(`${copy}\ncopy.expand(table=["users", "orders"])`) },
      { text: exampleDag(`BashOperator.partial(task_id="copy").expand(bash_command=["a", "b"])`) },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(
      input,
      ...[
        "M1",
        "M2",
        "M3",
        "M4",
        "M5",
        "M6",
        "M7",
        "M8",
        "M9",
        "M10",
        "M11",
        "M12",
        "M14",
        "M15",
        "M16",
        "M19",
        "M20",
      ],
    )) {
      const severity = fault.facts["late"] === true ? "warning" : "error";
      const isBare = fault.condition === "M1" || fault.condition === "M20";
      const named = isBare ? byName(fault, input) : undefined;
      // What is given without its name is missing as well, which is no second slip.
      if (named && fault.condition === "M20") continue;
      yield named ?? { span: fault.span, message: messageFor(fault), severity };
    }
  },
};

/** `load.expand([1, 2])`, where the argument has to be named. */
function byName({ span }: Fault, { code, file }: RuleInput): RawFinding | undefined {
  const call = code.calls.find(
    ({ node }) => span.file === file && node.start === span.start && node.end === span.end,
  )?.node;
  const [given] = call?.args ?? [];
  if (given?.form !== "positional" || call?.callee.kind !== "Attribute") return undefined;
  const { object, name } = call.callee;
  const called = object.kind === "Name" ? object.name : undefined;
  const parameters = code.functions.find(({ node }) => node.name.name === called)?.node.parameters;
  const only = call.args.length === 1 && parameters?.length === 1 ? parameters[0] : undefined;
  const meant = only?.form === "plain" ? only.name.name : undefined;
  const at = { file, start: given.start, end: given.start };
  return {
    span: { file, start: given.start, end: given.end },
    message: `${name.name}() takes its arguments by name: write ${name.name}(${meant ?? "name"}=…).`,
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Write ${meant}=`,
              edits: [{ span: at, newText: `${meant}=` }],
              preferred: true,
            },
          ],
  };
}

function messageFor(fault: Fault): string {
  const name = fact(fault, "name");
  switch (fault.condition) {
    case "M1":
      return "expand() has nothing to map over: give it a list, a dict or the output of a task.";
    case "M2":
      return `${fact(fault, "function") || fact(fault, "operator") || "The task"} has no argument "${name}" to map.`;
    case "M3":
      return `"${name}" cannot be mapped over ${kindOf(fault)}: expand() takes lists, dicts and outputs of tasks.`;
    case "M4":
      if (name === "task_id")
        return "All instances of a mapped task have one id: give task_id with partial().";
      return fault.facts["late"] === true
        ? `"${name}" is given with partial() already: the task fails when it runs.`
        : `"${name}" cannot be mapped: it is given already, or is one value for all instances.`;
    case "M5":
      return `"${name}" is given twice with partial().`;
    case "M6":
      return `expand_kwargs() takes a list of dicts or the output of a task, not ${kindOf(fault)}.`;
    case "M7":
      return `Only the whole output of a task can be mapped over, not its key "${fact(fault, "key")}".`;
    case "M8":
      return `"${name}" is filled in by Airflow when the task runs and cannot be given with ${fact(fault, "call") || "expand"}().`;
    case "M9":
      return "A task inside a mapped group cannot be mapped itself.";
    case "M10":
      return "A mapped group inside a mapped group cannot use the outer group's mapped argument.";
    case "M11":
      return 'The trigger rule "always" cannot be combined with mapping over the output of a task.';
    case "M12":
      return "expand_kwargs() does not work on a group function with *args or **kwargs.";
    case "M14":
      return "map() takes a plain function, not a @task function.";
    case "M15":
      return `${fact(fault, "form") || "map"}() works on the whole output of a task, not on its key "${fact(fault, "key")}".`;
    case "M20":
      return `${fact(fault, "function")}() needs "${name}" too: give it with partial().`;
    case "M19":
      return "What partial() gives is mapped with expand(), not called.";
    default:
      return "partial() is called on the operator's class, not on a task.";
  }
}

function kindOf(fault: Fault): string {
  const given = fact(fault, "given");
  return given === "none" ? "None" : `a value of type ${given}`;
}
