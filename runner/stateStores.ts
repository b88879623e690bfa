/** What tasks and assets remember between tries (Airflow 3.3), for the length of a run: values by scope and key. */
export type StateStores = Map<string, Map<string, unknown>>;

/** Does what a request for a state store asks; undefined when it is no such request. `self` names the asking task instance. */
export function askStateStore(
  stores: StateStores,
  self: string,
  request: { readonly type: string; readonly [field: string]: unknown },
): StoreAnswer | undefined {
  const [, verb, owner] = asked.exec(request.type) ?? [];
  if (verb === undefined || owner === undefined) return undefined;
  const scope = owner === "Task" ? self : `asset ${worded(request["name"] ?? request["uri"])}`;
  const key = worded(request["key"]);
  const store = stores.get(scope) ?? new Map<string, unknown>();
  stores.set(scope, store);
  if (verb === "Get") return { owner, found: store.has(key), value: store.get(key) };
  if (verb === "Set") store.set(key, request["value"]);
  else if (verb === "Delete") store.delete(key);
  else store.clear();
  return { owner, found: undefined, value: undefined };
}

/** `found` is undefined where nothing was looked for. */
export interface StoreAnswer {
  readonly owner: string;
  readonly found: boolean | undefined;
  readonly value: unknown;
}

const asked = /^(Get|Set|Delete|Clear)(Task|Asset)StateStore(?:ByName|ByUri)?$/;

function worded(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
