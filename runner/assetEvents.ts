import type { Reply, Request } from "../protocol/runner.ts";

/** That a task of this run made an asset; the fields as Airflow's API tells them. */
export interface AssetEvent {
  readonly id: number;
  /** ISO 8601. */
  readonly timestamp: string;
  /** JSON text, as Python wrote it. */
  readonly extra: string;
  readonly asset: { readonly name: string; readonly uri: string; readonly group: "asset" };
  readonly created_dagruns: readonly never[];
  readonly source_task_id: string;
  readonly source_dag_id: string;
  readonly source_run_id: string;
  readonly source_map_index: number;
  readonly partition_key: string | null;
}

/** The events of a run so far, each with the aliases that it was told by. */
export type AssetEvents = Map<AssetEvent, ReadonlySet<string>>;

/** Whose success it is, and when. */
export type Source = Pick<
  AssetEvent,
  "timestamp" | "source_task_id" | "source_dag_id" | "source_run_id" | "source_map_index"
>;

/**
 * Notes the events of a task that succeeded: one for each asset among its outlets and for each extra that was given for it, and
 * what it told by its aliases (Airflow: models/taskinstance.py, register_asset_changes_in_db).
 */
export function noteAssetEvents(events: AssetEvents, source: Source, succeeded: Request): void {
  const outlets = records(succeeded["task_outlets"]);
  const told = records(succeeded["outlet_events"]);
  const add = (one: Asset, event: Fields | undefined, aliases: ReadonlySet<string>): void => {
    events.set(
      {
        ...source,
        id: events.size + 1,
        asset: { ...one, group: "asset" },
        extra: text(event?.["extra"]) ?? "{}",
        created_dagruns: [],
        partition_key: text(event?.["partition_key"]) ?? null,
      },
      aliases,
    );
  };
  for (const outlet of outlets) {
    if (outlet["type"] === "AssetAlias") continue;
    const one = asset(outlet);
    const own = told.filter(
      (event) => text(event["source_alias_name"]) === undefined && isSame(keyOf(event), one),
    );
    for (const event of own.length > 0 ? own : [undefined]) add(one, event, new Set());
  }
  const names = new Set(
    outlets.flatMap((each) => (each["type"] === "AssetAlias" ? [text(each["name"])] : [])),
  );
  const byAlias = new Map<string, { readonly event: Fields; readonly aliases: Set<string> }>();
  for (const event of told) {
    const alias = text(event["source_alias_name"]);
    if (alias === undefined || !names.has(alias)) continue;
    const same = JSON.stringify([keyOf(event), event["extra"]]);
    const known = byAlias.get(same);
    if (known) known.aliases.add(alias);
    else byAlias.set(same, { event, aliases: new Set([alias]) });
  }
  for (const { event, aliases } of byAlias.values()) add(keyOf(event), event, aliases);
}

/** Answers which events there were of an asset or an alias. */
export function answerAssetEvents(events: AssetEvents, request: Request): Reply {
  const after = time(request["after"]) ?? -Infinity;
  const before = time(request["before"]) ?? Infinity;
  const limit = Number(request["limit"] ?? 0);
  const found = [...events].filter(([event, aliases]) => isAsked(event, aliases, request));
  const inTime = found
    .map(([event]) => event)
    .filter(({ timestamp }) => {
      const at = Date.parse(timestamp);
      return at >= after && at <= before;
    });
  if (request["ascending"] === false) inTime.reverse();
  return {
    type: "AssetEventsResult",
    asset_events: limit > 0 ? inTime.slice(0, limit) : inTime,
  };
}

function isAsked(event: AssetEvent, aliases: ReadonlySet<string>, request: Request): boolean {
  const alias = text(request["alias_name"]);
  if (alias !== undefined) return aliases.has(alias);
  const name = text(request["name"]) ?? event.asset.name;
  const uri = text(request["uri"]) ?? event.asset.uri;
  return isSame(event.asset, { name, uri });
}

interface Asset {
  readonly name: string;
  readonly uri: string;
}

type Fields = Readonly<Record<string, unknown>>;

function asset(fields: Fields): Asset {
  const name = text(fields["name"]) ?? text(fields["uri"]) ?? "";
  return { name, uri: text(fields["uri"]) ?? name };
}

function keyOf(event: Fields): Asset {
  return asset(records([event["dest_asset_key"]])[0] ?? {});
}

function isSame(one: Asset, other: Asset): boolean {
  return one.name === other.name && one.uri === other.uri;
}

function records(value: unknown): readonly Fields[] {
  return Array.isArray(value)
    ? value.filter((each): each is Fields => typeof each === "object" && each !== null)
    : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function time(value: unknown): number | undefined {
  const at = Date.parse(text(value) ?? "");
  return Number.isNaN(at) ? undefined : at;
}
