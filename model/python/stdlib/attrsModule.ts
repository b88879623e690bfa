import { once } from "../once.ts";
import { arg, native, need } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { bool } from "../values.ts";
import {
  asDict,
  decorateClass,
  fieldsFrom,
  hasFields,
  isField,
  replace,
  type FieldPayload,
  type FieldStyle,
} from "./dataclassesModule.ts";
import { withMore } from "../../withMore.ts";

const attributeClass = nativeClass({
  name: "_CountingAttr",
  module: "attr",
  attributes: [
    // `@x.validator` and `@x.default` stand above a method.
    native("validator", (call) => need(call, 0)),
    native("default", (call) => {
      const method = need(call, 0);
      if (call.self?.kind === "instance" && isField(call.self))
        call.self.payload = withMore(call.self.payload as FieldPayload, { method });
      return method;
    }),
  ],
});

/** `attrs.field(…)` and `attr.ib(…)`. */
function makeAttribute(call: NativeCall): Value {
  const given = (name: string): Value | undefined => call.keywords.get(name)?.value;
  const flag = (name: string): boolean | undefined => {
    const value = given(name);
    return value?.kind === "bool" ? value.value : undefined;
  };
  const alias = given("alias");
  const standard = given("default") ?? call.positional[0]?.value;
  const made = isField(standard) && standard?.kind === "instance" ? standard.payload : undefined;
  return attribute({
    default: made ? undefined : standard,
    factory: given("factory") ?? (made as FieldPayload | undefined)?.factory,
    init: flag("init") ?? true,
    kwOnly: flag("kw_only") ?? false,
    shown: flag("repr") ?? true,
    compared: flag("eq") ?? true,
    alias: alias?.kind === "str" ? alias.value : undefined,
    converter: given("converter"),
  });
}

function attribute(payload: Omit<FieldPayload, "type">): Value {
  const said: FieldPayload = { type: "field", ...payload };
  return { kind: "instance", class: attributeClass, attributes: new Map(), payload: said };
}

/** `Factory(list)`. */
function makeFactory(call: NativeCall): Value {
  const factory = need(call, 0);
  const seen = { shown: true, compared: true };
  return attribute({ default: undefined, factory, init: true, kwOnly: false, ...seen });
}

/** `annotated: undefined`: where a name without an annotation holds a field, only such are fields. */
function style(annotated: boolean | undefined, of: ClassValue): FieldStyle {
  const annotations = of.attributes.get("__annotations__");
  const hasBare = [...of.attributes].some(
    ([name, value]) =>
      isField(value) &&
      !(
        annotations?.kind === "dict" &&
        [...annotations.entries.values()].some(
          ({ key }) => key.kind === "str" && key.value === name,
        )
      ),
  );
  const isAnnotated = annotated ?? !hasBare;
  return {
    annotated: isAnnotated,
    unannotated: !isAnnotated,
    argument: (name) => name.replace(/^_+/, ""),
    afterwards: "__attrs_post_init__",
  };
}

function decorator(annotated: boolean | undefined): (call: NativeCall) => Value {
  return (call) =>
    decorateClass(call, (of, options) => {
      const said = options.get("auto_attribs");
      return style(said?.kind === "bool" ? said.value : annotated, of);
    });
}

/** `attr` and `attrs`, as far as they make classes with fields. */
export const attrsNames = once((): readonly (readonly [string, Value])[] => [
  ...["define", "frozen", "mutable"].map((name) => native(name, decorator(undefined))),
  ...["s", "attrs", "attributes"].map((name) => native(name, decorator(false))),
  native("dataclass", decorator(true)),
  ...["field", "ib", "attrib"].map((name) => native(name, makeAttribute)),
  native("Factory", makeFactory),
  native("asdict", (call) => asDict(call, need(call, 0))),
  native("evolve", replace),
  native("fields", fieldsFrom),
  native("has", (call) => bool(hasFields(arg(call, 0)))),
]);
