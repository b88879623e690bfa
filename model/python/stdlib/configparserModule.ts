import { once } from "../once.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { arg, native, need, textOf, unwrapped } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, Payload, UnknownValue, Value } from "../value.ts";
import { bool, float, int, none, str, tuple, unknownFrom } from "../values.ts";
import { readText, restOfFile } from "./openFile.ts";

type Section = Map<string, string | null>;

/** What a parser has read. */
interface ConfigPayload extends Payload {
  readonly type: "config";
  readonly sections: Map<string, Section>;
  readonly defaults: Section;
  readonly interpolates: boolean;
  readonly allowsNoValue: boolean;
  /** Set when something was read or set that is not known, or the parser is used in a way that is not followed. */
  uncertain: UnknownValue | undefined;
}

/** `parser["section"]`. */
interface SectionPayload extends Payload {
  readonly type: "configSection";
  readonly parser: InstanceValue;
  readonly name: string;
}

const errors = once(
  () =>
    new Map(
      ["Error", "NoSectionError", "NoOptionError", "ParsingError", "DuplicateSectionError"].map(
        (name): readonly [string, ClassValue] => [
          name,
          nativeClass({ name, module: "configparser", bases: [exceptionClass("Exception")] }),
        ],
      ),
    ),
);

function configOf(value: Value | undefined): ConfigPayload | undefined {
  return value?.kind === "instance" && value.payload?.type === "config"
    ? (value.payload as ConfigPayload)
    : undefined;
}

function sectionOf(value: Value | undefined): SectionPayload | undefined {
  return value?.kind === "instance" && value.payload?.type === "configSection"
    ? (value.payload as SectionPayload)
    : undefined;
}

const followed = new Set(["interpolation", "allow_no_value"]);

/** A parser; one with settings of its own for what is a comment or a separator is not followed. */
function initialise(call: NativeCall): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  const other =
    call.positional.length > 0 || [...call.keywords.keys()].some((name) => !followed.has(name));
  const own = call.keywords.get("interpolation")?.value;
  const payload: ConfigPayload = {
    type: "config",
    sections: new Map(),
    defaults: new Map(),
    interpolates:
      own?.kind !== "none" && !self.class.mro.some(({ name }) => name === "RawConfigParser"),
    allowsNoValue: isTrue(call, "allow_no_value"),
    uncertain:
      other || (own && own.kind !== "none")
        ? call.interpreter.unknown("this kind of configparser is not followed", call.span)
        : undefined,
  };
  self.payload = payload;
  return none;
}

function isTrue(call: NativeCall, name: string): boolean {
  const given = call.keywords.get(name)?.value;
  return given !== undefined && call.interpreter.truth(given) === true;
}

/** A method of a parser that has to know all of it. */
function on(
  name: string,
  method: (config: ConfigPayload, call: NativeCall, self: InstanceValue) => Value,
): readonly [string, Value] {
  return native(name, (call) => {
    const { self } = call;
    const config = configOf(self);
    if (!config || self?.kind !== "instance")
      return call.interpreter.unknown("this configparser is not known", call.span);
    return config.uncertain ? unknownFrom(config.uncertain) : method(config, call, self);
  });
}

/** How a parser writes the names of options: small, unless `optionxform` says otherwise. */
function optionName(call: NativeCall, self: InstanceValue, name: string): string {
  const own = call.interpreter.attribute(self, "optionxform");
  if (!own || (own.kind === "method" && own.callee.name === "optionxform"))
    return name.toLowerCase();
  const made = call.interpreter.call(own, { positional: [str(name)] });
  return made.kind === "str" ? made.value : name;
}

/** The lines of a text, as far as they are understood; answers the first that is not. */
function take(
  call: NativeCall,
  self: InstanceValue,
  config: ConfigPayload,
  text: string,
): string | undefined {
  let section: Section | undefined;
  let option: string | undefined;
  let indent = 0;
  for (const line of text.split("\n")) {
    const plain = line.trim();
    if (/^[#;]/.test(plain)) continue;
    if (plain === "") {
      if (option !== undefined && section) extend(section, option, "");
      continue;
    }
    const depth = line.length - line.trimStart().length;
    if (option !== undefined && section && depth > indent) {
      extend(section, option, plain);
      continue;
    }
    indent = depth;
    const header = /^\[(.+)\]/.exec(plain)?.[1];
    if (header !== undefined) {
      section = header === "DEFAULT" ? config.defaults : config.sections.get(header);
      if (!section) config.sections.set(header, (section = new Map<string, string | null>()));
      option = undefined;
      continue;
    }
    const parts = /^(.*?)\s*(?:[=:]\s*(.*))?$/.exec(plain);
    const hasValue = /[=:]/.test(plain);
    if (!section || !parts || (!hasValue && !config.allowsNoValue)) return plain;
    option = optionName(call, self, (parts[1] ?? "").trim());
    section.set(option, hasValue ? (parts[2] ?? "") : null);
  }
  for (const known of [config.defaults, ...config.sections.values()])
    for (const [name, value] of known) if (value !== null) known.set(name, value.trimEnd());
  return undefined;
}

function extend(section: Section, option: string, line: string): void {
  section.set(option, `${section.get(option) ?? ""}\n${line}`);
}

function read(
  call: NativeCall,
  self: InstanceValue,
  config: ConfigPayload,
  text: Value | string,
): Value {
  if (typeof text !== "string") {
    config.uncertain ??= text.kind === "unknown" ? text : call.interpreter.unknown("a text");
    return none;
  }
  const wrong = take(call, self, config, text);
  if (wrong === undefined) return none;
  return call.interpreter.raise(errors().get("ParsingError") ?? "ValueError", wrong);
}

/** `parser.read(names)`: files that are not there are left out, so that one outside of the workspace leaves all open. */
function readFiles(config: ConfigPayload, call: NativeCall, self: InstanceValue): Value {
  const given = need(call, 0, "filenames");
  const isOne = given.kind === "str" || given.kind === "instance" || given.kind === "unknown";
  const { items, uncertain } = isOne
    ? { items: [given], uncertain: undefined }
    : call.interpreter.iterate(given);
  config.uncertain ??= uncertain;
  for (const item of items) read(call, self, config, readText(call, item));
  return config.uncertain ? unknownFrom(config.uncertain) : call.interpreter.list(items);
}

function raise(call: NativeCall, name: string, message: string): never {
  return call.interpreter.raise(errors().get(name) ?? "KeyError", message);
}

/** The options of a section with those of all sections; undefined: there is no such section. */
function optionsOf(config: ConfigPayload, name: string): Section | undefined {
  if (name === "DEFAULT") return config.defaults;
  const own = config.sections.get(name);
  return own && new Map([...own, ...[...config.defaults].filter(([option]) => !own.has(option))]);
}

/** A value with `%(name)s` filled in. */
function filled(call: NativeCall, options: Section, text: string, depth = 0): string | Value {
  if (depth > 10) return call.interpreter.unknown("this interpolation is not followed", call.span);
  let open: Value | undefined;
  const made = text.replace(/%(?:%|\(([^)]*)\)s)/g, (whole, name: string | undefined) => {
    if (name === undefined) return "%";
    const inner = options.get(name.toLowerCase()) ?? options.get(name);
    const value = inner == null ? undefined : filled(call, options, inner, depth + 1);
    if (typeof value === "string") return value;
    open ??= call.interpreter.unknown(`the value of ${whole} is not known`, call.span);
    return whole;
  });
  return open ?? made;
}

/** The value of an option; undefined: there is none. */
function valueOf(
  call: NativeCall,
  config: ConfigPayload,
  self: InstanceValue,
  at: { readonly section: string; readonly option: string; readonly raw?: boolean },
): Value | undefined {
  const options = optionsOf(config, at.section);
  const name = optionName(call, self, at.option);
  const text = options?.get(name);
  if (!options || text === undefined) return undefined;
  if (text === null) return none;
  const value = config.interpolates && at.raw !== true ? filled(call, options, text) : text;
  return typeof value === "string" ? str(value) : value;
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...["1", "yes", "true", "on"].map((word) => [word, true] as const),
  ...["0", "no", "false", "off"].map((word) => [word, false] as const),
]);

/** What `getint` and its like make of a text. */
function converted(call: NativeCall, form: string, value: Value): Value {
  if (value.kind !== "str" || form === "get") return value;
  const text = value.value.trim();
  if (form === "getboolean") {
    const truth = truths.get(text.toLowerCase());
    return truth === undefined ? raiseValue(call, text) : bool(truth);
  }
  if (form === "getint")
    return /^[-+]?\d+$/.test(text) ? int(BigInt(text)) : raiseValue(call, text);
  return text === "" || Number.isNaN(Number(text)) ? raiseValue(call, text) : float(Number(text));
}

function raiseValue(call: NativeCall, text: string): never {
  return call.interpreter.raise("ValueError", `Not what is asked for: ${text}`);
}

function getter(form: string): readonly [string, Value] {
  return on(form, (config, call, self) => {
    const section = textOf(call, need(call, 0, "section"));
    const option = textOf(call, need(call, 1, "option"));
    if (call.keywords.has("vars"))
      return call.interpreter.unknown("values given to a configparser are not followed", call.span);
    const value = valueOf(call, config, self, { section, option, raw: isTrue(call, "raw") });
    if (value) return converted(call, form, value);
    const fallback = call.keywords.get("fallback")?.value;
    if (fallback) return fallback;
    return optionsOf(config, section)
      ? raise(call, "NoOptionError", `No option '${option}' in section: '${section}'`)
      : raise(call, "NoSectionError", `No section: '${section}'`);
  });
}

function proxy(parser: InstanceValue, name: string): Value {
  const payload: SectionPayload = { type: "configSection", parser, name };
  return { kind: "instance", class: sectionClass(), attributes: new Map(), payload };
}

function set(config: ConfigPayload, call: NativeCall, self: InstanceValue, section: string): void {
  const [name, value] = call.positional.slice(-2).map((given) => unwrapped(given.value));
  const options = section === "DEFAULT" ? config.defaults : config.sections.get(section);
  if (!options) raise(call, "NoSectionError", `No section: '${section}'`);
  if (name?.kind === "str" && value?.kind === "str")
    options.set(optionName(call, self, name.value), value.value);
  else config.uncertain ??= call.interpreter.unknown("what is set in a configparser is not known");
}

function pairs(
  call: NativeCall,
  config: ConfigPayload,
  self: InstanceValue,
  section: string,
): Value {
  const options = optionsOf(config, section);
  if (!options) return raise(call, "NoSectionError", `No section: '${section}'`);
  // The defaults come first, each with what the section makes of it.
  const names = [...config.defaults.keys(), ...options.keys()];
  return call.interpreter.list(
    [...new Set(names)].map((option) =>
      tuple([str(option), valueOf(call, config, self, { section, option }) ?? none]),
    ),
  );
}

const parserMethods = once((): readonly (readonly [string, Value])[] => [
  native("__init__", initialise),
  native("optionxform", (call) => str(textOf(call, need(call, 0)).toLowerCase())),
  on("read", readFiles),
  on("read_string", (config, call, self) => read(call, self, config, textOrUnknown(need(call, 0)))),
  ...["read_file", "readfp"].map((name) =>
    on(name, (config, call, self) => {
      const source = need(call, 0);
      const text = restOfFile(source);
      return read(
        call,
        self,
        config,
        text ?? call.interpreter.unknown("what is read is not known"),
      );
    }),
  ),
  on("read_dict", (config, call, self) => {
    for (const { key, value } of dictOf(call, need(call, 0))) {
      const section: Section = new Map();
      for (const inner of dictOf(call, value)) {
        const text = call.interpreter.text(inner.value);
        if (inner.key.kind === "str" && text.kind === "str")
          section.set(optionName(call, self, inner.key.value), text.value);
        else config.uncertain ??= call.interpreter.unknown("what is read is not known");
      }
      if (key.kind === "str") config.sections.set(key.value, section);
    }
    return none;
  }),
  ...["get", "getint", "getfloat", "getboolean"].map(getter),
  on("sections", (config, call) =>
    call.interpreter.list([...config.sections.keys()].map((name) => str(name))),
  ),
  on("options", (config, call) => {
    const section = textOf(call, need(call, 0));
    const options = optionsOf(config, section);
    if (!options) return raise(call, "NoSectionError", `No section: '${section}'`);
    return call.interpreter.list([...options.keys()].map((name) => str(name)));
  }),
  on("items", (config, call, self) => {
    const section = arg(call, 0, "section");
    if (section) return pairs(call, config, self, textOf(call, section));
    return call.interpreter.list(
      ["DEFAULT", ...config.sections.keys()].map((name) => tuple([str(name), proxy(self, name)])),
    );
  }),
  on("defaults", (config, call) =>
    call.interpreter.dict([...config.defaults].map(([name, value]) => [name, textOrNone(value)])),
  ),
  on("has_section", (config, call) => bool(config.sections.has(textOf(call, need(call, 0))))),
  on("has_option", (config, call, self) => {
    const option = optionName(call, self, textOf(call, need(call, 1)));
    return bool(optionsOf(config, textOf(call, need(call, 0)))?.has(option) === true);
  }),
  on("add_section", (config, call) => {
    config.sections.set(textOf(call, need(call, 0)), new Map());
    return none;
  }),
  on("set", (config, call, self) => {
    set(config, call, self, textOf(call, need(call, 0)));
    return none;
  }),
  on("__getitem__", (config, call, self) => {
    const name = textOf(call, need(call, 0));
    if (name === "DEFAULT" || config.sections.has(name)) return proxy(self, name);
    return call.interpreter.raise("KeyError", `'${name}'`);
  }),
  on("__contains__", (config, call) => {
    const name = textOf(call, need(call, 0));
    return bool(name === "DEFAULT" || config.sections.has(name));
  }),
  ...["__iter__", "keys"].map((method) =>
    on(method, (config, call) =>
      call.interpreter.list(["DEFAULT", ...config.sections.keys()].map((name) => str(name))),
    ),
  ),
  on("__len__", (config) => int(config.sections.size + 1)),
]);

function textOrUnknown(value: Value): Value | string {
  return value.kind === "str" ? value.value : value;
}

function textOrNone(value: string | null): Value {
  return value === null ? none : str(value);
}

function dictOf(call: NativeCall, value: Value): { readonly key: Value; readonly value: Value }[] {
  const plain = unwrapped(value);
  if (plain.kind === "dict" && !plain.uncertain) return [...plain.entries.values()];
  const config = configOf(call.self);
  if (config) config.uncertain ??= call.interpreter.unknown("what is read is not known");
  return [];
}

/** A method of a section. */
function ofSection(
  name: string,
  method: (
    at: { config: ConfigPayload; parser: InstanceValue; section: string },
    call: NativeCall,
  ) => Value,
): readonly [string, Value] {
  return native(name, (call) => {
    const held = sectionOf(call.self);
    const config = configOf(held?.parser);
    if (!held || !config) return call.interpreter.unknown("this section is not known", call.span);
    if (config.uncertain) return unknownFrom(config.uncertain);
    return method({ config, parser: held.parser, section: held.name }, call);
  });
}

const sectionClass = once(() =>
  nativeClass({
    name: "SectionProxy",
    module: "configparser",
    attributes: [
      ofSection("__getitem__", ({ config, parser, section }, call) => {
        const option = textOf(call, need(call, 0));
        return (
          valueOf(call, config, parser, { section, option }) ??
          call.interpreter.raise("KeyError", `'${option}'`)
        );
      }),
      ofSection("__setitem__", ({ config, parser, section }, call) => {
        set(config, call, parser, section);
        return none;
      }),
      ofSection("__contains__", ({ config, parser, section }, call) =>
        bool(
          optionsOf(config, section)?.has(optionName(call, parser, textOf(call, need(call, 0)))) ===
            true,
        ),
      ),
      ...["get", "getint", "getfloat", "getboolean"].map((form) =>
        ofSection(form, ({ config, parser, section }, call) => {
          const option = textOf(call, need(call, 0));
          const value = valueOf(call, config, parser, {
            section,
            option,
            raw: isTrue(call, "raw"),
          });
          return value ? converted(call, form, value) : (arg(call, 1, "fallback") ?? none);
        }),
      ),
      ...["__iter__", "keys"].map((name) =>
        ofSection(name, ({ config, section }, call) =>
          call.interpreter.list(
            [...(optionsOf(config, section)?.keys() ?? [])].map((option) => str(option)),
          ),
        ),
      ),
      ofSection("items", ({ config, parser, section }, call) =>
        call.interpreter.list(
          [...(optionsOf(config, section)?.keys() ?? [])].map((option) =>
            tuple([str(option), valueOf(call, config, parser, { section, option }) ?? none]),
          ),
        ),
      ),
      ofSection("values", ({ config, parser, section }, call) =>
        call.interpreter.list(
          [...(optionsOf(config, section)?.keys() ?? [])].map(
            (option) => valueOf(call, config, parser, { section, option }) ?? none,
          ),
        ),
      ),
      ofSection("__len__", ({ config, section }) => int(optionsOf(config, section)?.size ?? 0)),
      [
        "name",
        {
          kind: "property",
          getter: native("name", (call) =>
            str(sectionOf(call.positional[0]?.value)?.name ?? ""),
          )[1],
          setter: undefined,
        },
      ],
    ],
  }),
);

const rawParser = once(() =>
  nativeClass({
    name: "RawConfigParser",
    module: "configparser",
    attributes: parserMethods(),
  }),
);

/** `configparser`, for files of the workspace. */
export const configparserNames = once((): readonly (readonly [string, Value])[] => [
  ["RawConfigParser", rawParser()],
  ...["ConfigParser", "SafeConfigParser"].map(
    (name) =>
      [name, nativeClass({ name, module: "configparser", attributes: parserMethods() })] as const,
  ),
  ...errors(),
]);
