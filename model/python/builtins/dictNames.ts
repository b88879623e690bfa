import { valueOf } from "../hashing.ts";
import type { Run } from "../interpreter/run.ts";
import type { DictValue, Value } from "../value.ts";
import { str } from "../values.ts";

/** The names of a dict that serves as somebody's globals: what is set in one is in the other. */
export class DictNames extends Map<string, Value> {
  private readonly run: Run;
  private readonly dict: DictValue;

  constructor(run: Run, dict: DictValue) {
    super();
    this.run = run;
    this.dict = dict;
  }

  override get size(): number {
    return [...this.keys()].length;
  }

  override get(name: string): Value | undefined {
    return valueOf(this.dict, name);
  }

  override has(name: string): boolean {
    return valueOf(this.dict, name) !== undefined;
  }

  override set(name: string, value: Value): this {
    this.run.setItem(this.dict, str(name), value);
    return this;
  }

  override delete(name: string): boolean {
    const known = [...this.dict.entries].find(
      ([, { key }]) => key.kind === "str" && key.value === name,
    );
    return known !== undefined && this.dict.entries.delete(known[0]);
  }

  override clear(): void {
    for (const name of [...this.keys()]) this.delete(name);
  }

  override *entries(): MapIterator<[string, Value]> {
    for (const { key, value } of this.dict.entries.values())
      if (key.kind === "str") yield [key.value, value];
  }

  override *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  override *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  override forEach(use: (value: Value, name: string, names: Map<string, Value>) => void): void {
    for (const [name, value] of [...this.entries()]) use(value, name, this);
  }
}
