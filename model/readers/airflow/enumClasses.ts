import { nativeClass } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { method } from "./relations.ts";
import { instanceOf, stringOf, type Session } from "./session.ts";
import { triggerRules } from "./triggerRules.ts";

/** The class TriggerRule, as a module has it. */
export function triggerRuleClass(session: Session, module: string): Value {
  const values = [...triggerRules(3), "dummy", "none_failed_or_skipped"];
  const made = enumClass(session, { name: "TriggerRule", module }, values);
  if (made.kind === "class" && !made.attributes.has("is_valid"))
    for (const name of ["is_valid", "all_triggers"]) made.attributes.set(name, unfollowed(name)[1]);
  return made;
}

function unfollowed(name: string): readonly [string, Value] {
  return method(name, (call) =>
    call.interpreter.unknown(`TriggerRule.${name}() is not followed`, call.span),
  );
}

/** A task's own trigger rule, as a member of the class that this Airflow's operators have it in. */
export function triggerRuleMember(session: Session, rule: string): Value {
  const of = triggerRuleClass(session, session.airflow === 3 ? "airflow.sdk" : "airflow.utils");
  const member = of.kind === "class" ? of.attributes.get(rule.toUpperCase()) : undefined;
  return member ?? { kind: "str", value: rule };
}

/** An enumeration whose members are texts; as a text, those of `airflow.sdk` have the class in front. */
export function enumClass(
  session: Session,
  { name, module }: { readonly name: string; readonly module: string },
  values: readonly string[],
): Value {
  const isOfSdk = module === "airflow.sdk";
  return classFor(session, isOfSdk ? `airflow.sdk.${name}` : name, () => {
    const made = nativeClass({
      name,
      module: "airflow.sdk",
      // `TriggerRule["ALL_DONE"]`
      payload: { type: "enum" },
      construct: (call) => call.positional[0]?.value ?? call.interpreter.unknown(`a ${name}`),
      attributes: [
        method("__str__", ({ self }) => {
          const value = stringOf(self) ?? "";
          return { kind: "str", value: isOfSdk ? `${name}.${value.toUpperCase()}` : value };
        }),
        method("__eq__", ({ self, positional: [other] }) => {
          const value = stringOf(other?.value);
          return value === undefined
            ? { kind: "notImplemented" }
            : { kind: "bool", value: value === stringOf(self) };
        }),
      ],
    });
    for (const value of values) {
      const member = instanceOf(made, { type: "airflow.enum", value });
      member.attributes.set("value", { kind: "str", value });
      member.attributes.set("name", { kind: "str", value: value.toUpperCase() });
      made.attributes.set(value.toUpperCase(), member);
    }
    return made;
  });
}
