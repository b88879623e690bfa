import { expect, test } from "vitest";

import {
  answerAssetEvents,
  noteAssetEvents,
  type AssetEvent,
  type AssetEvents,
} from "../../runner/assetEvents.ts";

const orders = { name: "orders", uri: "s3://orders/" };
const outlet = { ...orders, type: "Asset" };
const alias = { name: "any", uri: null, type: "AssetAlias" };
const source = (task: string, second = 0) => ({
  timestamp: `2025-01-02T00:00:0${second}+00:00`,
  source_task_id: task,
  source_dag_id: "d",
  source_run_id: "r",
  source_map_index: -1,
});

test("an asset has an event for each success that made it, with what was told about it", () => {
  const events: AssetEvents = new Map();
  noteAssetEvents(events, source("a"), { type: "SucceedTask", task_outlets: [outlet] });
  noteAssetEvents(events, source("b", 5), {
    type: "SucceedTask",
    task_outlets: [outlet],
    outlet_events: [{ dest_asset_key: orders, extra: '{"rows": 5.0}' }],
  });
  noteAssetEvents(events, source("c"), { type: "SucceedTask", task_outlets: [] });
  expect(asked(events, { ...orders })).toEqual(["a {}", 'b {"rows": 5.0}']);
  expect(asked(events, { uri: orders.uri, ascending: false, limit: 1 })).toEqual([
    'b {"rows": 5.0}',
  ]);
  expect(asked(events, { name: "orders", before: "2025-01-02T00:00:03+00:00" })).toEqual(["a {}"]);
  expect(asked(events, { name: "orders", after: "2025-01-02T00:00:03+00:00" })).toHaveLength(1);
  expect(asked(events, { name: "other" })).toEqual([]);
});

test("what was told by an alias is found by the alias and by the asset, the same only once", () => {
  const events: AssetEvents = new Map();
  const told = { source_alias_name: "any", dest_asset_key: orders, extra: "{}" };
  const stranger = { ...told, source_alias_name: "not mine" };
  noteAssetEvents(events, source("a"), {
    type: "SucceedTask",
    task_outlets: [alias],
    outlet_events: [told, told, stranger, { ...told, extra: '{"n": 1}' }],
  });
  expect(asked(events, { alias_name: "any" })).toEqual(["a {}", 'a {"n": 1}']);
  expect(asked(events, { ...orders })).toHaveLength(2);
  expect(asked(events, { alias_name: "not mine" })).toEqual([]);
});

function asked(events: AssetEvents, fields: object): readonly string[] {
  const found = answerAssetEvents(events, { type: "GetAssetEventByAsset", ...fields });
  return (found["asset_events"] as readonly AssetEvent[]).map(
    (event) => `${event.source_task_id} ${event.extra}`,
  );
}
