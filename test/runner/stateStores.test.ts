import { expect, test } from "vitest";

import { askStateStore, type StateStores } from "../../runner/stateStores.ts";

test("a task finds in its next try what it kept in the one before, and no other task does", () => {
  const stores: StateStores = new Map();
  const ask = (type: string, more: object = {}, self = "task a -1"): unknown =>
    askStateStore(stores, self, { type, key: "job", ...more })?.value;
  expect(askStateStore(stores, "task a -1", { type: "GetTaskStateStore", key: "job" })?.found).toBe(
    false,
  );
  ask("SetTaskStateStore", { value: { id: 5 } });
  expect(ask("GetTaskStateStore")).toEqual({ id: 5 });
  expect(ask("GetTaskStateStore", {}, "task b -1")).toBeUndefined();
  ask("DeleteTaskStateStore");
  expect(ask("GetTaskStateStore")).toBeUndefined();
});

test("an asset's store is found by its name from every task", () => {
  const stores: StateStores = new Map();
  const asset = { name: "orders", key: "last" };
  askStateStore(stores, "a", { type: "SetAssetStateStoreByName", ...asset, value: 1 });
  expect(askStateStore(stores, "b", { type: "GetAssetStateStoreByName", ...asset })?.value).toBe(1);
  askStateStore(stores, "b", { type: "ClearAssetStateStoreByName", name: "orders" });
  expect(askStateStore(stores, "a", { type: "GetAssetStateStoreByName", ...asset })?.found).toBe(
    false,
  );
});

test("other requests are not for a store", () => {
  expect(askStateStore(new Map(), "a", { type: "GetXCom", key: "x" })).toBeUndefined();
});
