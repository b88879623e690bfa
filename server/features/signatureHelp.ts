import { MarkupKind, type ParameterInformation, type SignatureHelp } from "vscode-languageserver";

import { argumentAt, type FoundArgument } from "../argumentAt.ts";
import type { Feature } from "../feature.ts";
import type { Question } from "../question.ts";
import { argumentText, dagArguments, groupArguments } from "../words/arguments.ts";
import { operatorNamed } from "../words/operators.ts";

/** The arguments of the operator, DAG or group whose call is being written. */
export const signatureHelp: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: ["(", ","] } },
  attach(connection, session) {
    connection.onSignatureHelp((params, token) =>
      session.answer("signature help", params, token, signatureAt),
    );
  },
};

/** One signature: what the call takes, its own arguments first. */
export function signatureAt(question: Question): SignatureHelp | undefined {
  const found = argumentAt(question);
  const names = found && namesOf(found);
  if (!names) return undefined;
  const parameters = names.map(({ name, isRequired }): ParameterInformation => {
    const text = argumentText(found.owner, name);
    return {
      label: `${name}=${isRequired ? "" : "…"}`,
      ...(text === undefined ? {} : { documentation: { kind: MarkupKind.PlainText, value: text } }),
    };
  });
  const active = activeOf(found, names);
  return {
    signatures: [
      {
        label: `${found.callee}(${parameters.map(({ label }) => String(label)).join(", ")})`,
        parameters,
        ...(active >= 0 ? { activeParameter: active } : {}),
      },
    ],
    activeSignature: 0,
    ...(active >= 0 ? { activeParameter: active } : {}),
  };
}

/** The argument that is being written; where none is, the one that comes next: required ones first. */
function activeOf(
  { call, keyword }: FoundArgument,
  names: readonly { name: string; isRequired: boolean }[],
): number {
  if (keyword) return names.findIndex(({ name }) => name === keyword.name);
  const given = new Set(call.args.map(({ name }) => name?.name));
  const open = names.filter(({ name }) => !given.has(name));
  const next = open.find(({ isRequired }) => isRequired) ?? open[0];
  return next ? names.indexOf(next) : -1;
}

function namesOf({
  owner,
  callee,
}: FoundArgument): readonly { name: string; isRequired: boolean }[] | undefined {
  const optional = (name: string): { name: string; isRequired: boolean } => ({
    name,
    isRequired: name === "dag_id" || name === "group_id",
  });
  if (owner === "dag") return Object.keys(dagArguments).map(optional);
  if (owner === "group") return Object.keys(groupArguments).map(optional);
  const operator = operatorNamed(callee);
  return operator && [{ name: "task_id", isRequired: true }, ...operator.args];
}
