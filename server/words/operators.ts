import listed from "./operators.json" with { type: "json" };

/** What is known of an operator without its package. */
export interface OperatorWords {
  readonly name: string;
  readonly module: string;
  readonly args: readonly { readonly name: string; readonly isRequired: boolean }[];
}

const lines: Readonly<Record<string, string>> = listed;

/** An operator by its class name; undefined when it is not in the list (made by scripts/airflow/operators.py). */
export function operatorNamed(name: string): OperatorWords | undefined {
  const line = Object.hasOwn(lines, name) ? lines[name] : undefined;
  if (line === undefined) return undefined;
  const [module = "", args = ""] = line.split(": ");
  return {
    name,
    module: module.replace(/:$/, ""),
    args: args
      .split(" ")
      .filter((arg) => arg !== "")
      .map((arg) => ({ name: arg.replace("!", ""), isRequired: arg.endsWith("!") })),
  };
}

/** The names of all listed operators. */
export const operatorNames: readonly string[] = Object.keys(lines);
