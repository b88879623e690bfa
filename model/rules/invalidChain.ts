import type { Fault } from "../dag/fault.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

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
    ],
    clean: [
      { text: exampleDag(`${tasks}\nchain(t0, [t1, t2], [t3, t4])`) },
      { text: exampleDag(`${tasks}\nchain_linear([t0, t1], [t2, t3, t4])`) },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R6", "R7", "R8")) {
      yield { span: fault.span, message: messageFor(fault) };
    }
  },
};

const reasons: Readonly<Record<string, string>> = {
  none: "chain_linear() has no tasks to join.",
  label: "chain_linear() takes no labels: use chain() or arrows.",
  nothing:
    "chain_linear() joins nothing here. A list of tasks is spread with a star: chain_linear(*tasks).",
};

function messageFor(fault: Fault): string {
  if (fault.condition === "R6") {
    const lengths = `${fact(fault, "first")} and ${fact(fault, "second")}`;
    return `chain() joins neighbouring lists pair by pair, but these have ${lengths} tasks.`;
  }
  if (fault.condition === "R7") return "chain() joins tasks and lists of tasks; this is neither.";
  return reasons[fact(fault, "reason")] ?? "chain_linear() cannot join these.";
}
