import { nativeModule } from "../native.ts";
import type { ModuleValue, Value } from "../value.ts";

type Names = Iterable<readonly [string, Value]>;

/** Each module that is followed, with its names. */
const list: readonly (readonly [string, Names])[] = [];

/** How each module is made afresh. */
export const modules: ReadonlyMap<string, () => ModuleValue> = new Map(
  list.map(([name, names]) => [name, () => nativeModule(name, names)]),
);
