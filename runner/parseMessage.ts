/**
 * Reads one line of the bridge as a message; undefined when it is none. Which message, protocol/runner.ts says: the bridge is
 * part of this program. Kinds that are not known are dropped by whoever handles them, so a newer bridge may say more.
 */
export function parseMessage(line: string): { readonly kind: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // A torn line: the process died while writing it. Its end is reported by the pipe.
    return undefined;
  }
  return isMessage(value) ? value : undefined;
}

function isMessage(value: unknown): value is { readonly kind: string } {
  return (
    typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string"
  );
}
