import { allArguments, operatorClassFacts } from "../../model/catalogue/catalogue.ts";
import { taskArguments } from "./arguments.ts";

/** What is known of an operator without its package. */
export interface OperatorWords {
  readonly name: string;
  readonly module: string;
  readonly summary: string;
  /** Without those that all operators have. */
  readonly args: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    readonly type: string | undefined;
    readonly fallback: string | undefined;
  }[];
}

/** An operator by its class name; undefined when the catalogue does not have it. */
export function operatorNamed(name: string): OperatorWords | undefined {
  const facts = operatorClassFacts(name, "");
  if (!facts) return undefined;
  const args = (allArguments(facts) ?? facts.ownArguments ?? [])
    .filter((arg) => !Object.hasOwn(taskArguments, arg.name))
    .map((arg) => ({
      name: arg.name,
      isRequired: arg.required,
      type: arg.type,
      fallback: arg.default,
    }));
  return { name, module: facts.module, summary: facts.summary, args };
}
