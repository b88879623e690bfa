import type { Fault } from "../dag/fault.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule } from "./rule.ts";

const tasks = `t0, t1, t2, t3, t4 = [EmptyOperator(task_id=f"t{i}") for i in range(5)]`;

/** `chain` or `chain_linear` with what they do not take. */
export const invalidChain: Rule = {
  code: "invalid-chain",
  summary: "chain() is given what it cannot join.",
  why: "Airflow refuses the file. Neighbouring lists of chain() are joined pair by pair, so they need one length; chain_linear() joins each with each.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`${tasks}\n<|chain([t0, t1], [t2, t3, t4])|>`) },
      { text: exampleDag(`${tasks}\n<|chain_linear(t0)|>`) },
      {
        text: exampleDag(`${tasks}\ncross_downstream(<|t0|>, [t1, t2])`),
        fixed: exampleDag(`${tasks}\ncross_downstream([t0], [t1, t2])`),
      },
    ],
    clean: [
      { text: exampleDag(`${tasks}\nchain(t0, [t1, t2], [t3, t4])`) },
      { text: exampleDag(`${tasks}\nchain_linear([t0, t1], [t2, t3, t4])`) },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R6", "R7", "R8")) {
      const isCross = fact(fault, "call") === "cross_downstream";
      yield isCross ? crossFinding(fault) : { span: fault.span, message: messageFor(fault) };
    }
  },
};

const reasons: Readonly<Record<string, string>> = {
  none: "chain_linear() has no tasks to join.",
  label: "chain_linear() takes no labels: use chain() or arrows.",
  nothing:
    "chain_linear() joins nothing here. A list of tasks is spread with a star: chain_linear(*tasks).",
};

/** What is on the left of `cross_downstream` is a list, also when it is one task. */
function crossFinding({ span, facts }: Fault): RawFinding {
  if (facts["given"] === null)
    return { span, message: "cross_downstream() joins two lists: one is missing." };
  const { file, start, end } = span;
  const edits = [
    { span: { file, start, end: start }, newText: "[" },
    { span: { file, start: end, end }, newText: "]" },
  ];
  return {
    span,
    message: "cross_downstream() goes through a list here: put the task into brackets.",
    fixes: [{ title: "Make it a list", edits, preferred: true }],
  };
}

function messageFor(fault: Fault): string {
  if (fault.condition === "R6") {
    const lengths = `${fact(fault, "first")} and ${fact(fault, "second")}`;
    return `chain() joins neighbouring lists pair by pair, but these have ${lengths} tasks.`;
  }
  if (fault.condition === "R7") return "chain() joins tasks and lists of tasks; this is neither.";
  return reasons[fact(fault, "reason")] ?? "chain_linear() cannot join these.";
}
