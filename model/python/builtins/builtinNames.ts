import { once } from "../once.ts";
import type { Value } from "../value.ts";

/** The attributes, without the double-underscored ones, that values of each builtin kind have in Python. */
const names: Partial<Record<Value["kind"], string>> = {
  str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
  bytes:
    "capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
  int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
  float: "as_integer_ratio conjugate fromhex hex imag is_integer real",
  bool: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
  list: "append clear copy count extend index insert pop remove reverse sort appendleft popleft extendleft rotate maxlen",
  tuple: "count index",
  dict: "clear copy fromkeys get items keys pop popitem setdefault update values most_common elements subtract total move_to_end default_factory maps new_child parents data",
  set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
  range: "count index start step stop",
  slice: "indices start step stop",
  iterator: "close gi_code gi_frame gi_running gi_suspended gi_yieldfrom send throw",
  function: "",
  nativeFunction: "",
  method: "",
  none: "",
  property: "deleter fdel fget fset getter setter",
};

const sets = new Map<string, () => ReadonlySet<string>>(
  Object.entries(names).map(([kind, list]) => [kind, once(() => new Set(list.split(" ")))]),
);

/** Whether Python's own values of this kind may have the attribute, followed here or not. */
export function mayHaveAttribute(kind: Value["kind"], name: string): boolean {
  if (kind === "function")
    return /^__\w+__$|^(?:cache_clear|cache_info|register|dispatch)$/.test(name);
  return /^__\w+__$/.test(name) || sets.get(kind)?.().has(name) !== false;
}
