import {
  readField,
  writtenValue,
  type ParamField,
  type ReadField,
} from "../../model/run/params/paramField.ts";
import { element } from "../dom.ts";
import { FieldFrame } from "./fieldFrame.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** One param: its label, its control, its words, and what is wrong with what was typed. */
export class Field {
  readonly node: HTMLElement;
  readonly #field: ParamField;
  readonly #control: Control;
  readonly #frame: FieldFrame;
  readonly #reset: HTMLButtonElement;

  /** `changed` is called after each change. */
  constructor(field: ParamField, changed: () => void) {
    this.#field = field;
    this.#control = controlOf(field);
    this.#reset = element("button", { type: "button", class: "link", hidden: "" }, ["Default"]);
    this.#reset.setAttribute("aria-label", `Set ${field.label} to its default`);
    this.#frame = new FieldFrame({
      id: `param ${field.name}`,
      label: field.label,
      name: field.label === field.name ? undefined : field.name,
      description: descriptionOf(field),
      control: this.#control,
      extra: this.#reset,
    });
    this.node = this.#frame.node;
    this.typed = writtenValue(field, field.default);
    this.#control.addEventListener("input", () => {
      // What was found wrong is looked at again with every key; what is only half typed is not yet.
      if (this.#frame.hasProblem) this.check();
      this.#marked();
      changed();
    });
    this.#control.addEventListener("change", () => this.check());
    this.#reset.addEventListener("click", () => {
      this.typed = writtenValue(field, field.default);
      this.check();
      changed();
      this.#control.focus();
    });
  }

  get name(): string {
    return this.#field.name;
  }

  /** As it stands in the control. */
  get typed(): string | boolean {
    const control = this.#control;
    const isBox = control instanceof HTMLInputElement && control.type === "checkbox";
    return isBox ? control.checked : control.value;
  }

  set typed(typed: string | boolean) {
    const control = this.#control;
    if (typeof typed === "boolean" && control instanceof HTMLInputElement) control.checked = typed;
    else control.value = String(typed);
    this.#marked();
  }

  /** Shows a value as if it had been typed. */
  show(value: unknown): void {
    this.typed = writtenValue(this.#field, value);
    this.check();
  }

  /** Whether it stands as the DAG has it. */
  get isDefault(): boolean {
    return this.typed === writtenValue(this.#field, this.#field.default);
  }

  /** Reads what was typed, and says at the field what is wrong with it. */
  check(): ReadField {
    const read = readField(this.#field, this.typed);
    this.#frame.tell("problem" in read ? read.problem : undefined);
    return read;
  }

  focus(): void {
    this.#control.focus();
  }

  #marked(): void {
    this.#reset.hidden = this.isDefault;
  }
}

function controlOf(field: ParamField): Control {
  switch (field.kind) {
    case "checkbox":
      return element("input", { type: "checkbox" });
    case "choice":
      return element(
        "select",
        {},
        field.choices.map(({ label }, at) => element("option", { value: String(at) }, [label])),
      );
    case "multiline":
    case "lines":
    case "json":
      return element("textarea", {
        rows: field.kind === "json" ? "4" : "3",
        spellcheck: "false",
        ...(field.kind === "json" ? { class: "code" } : {}),
      });
    case "number":
      return element("input", { type: "text", inputmode: "decimal", spellcheck: "false" });
    case "text":
    case "date":
    case "dateTime":
    case "time":
      return element("input", { type: "text", spellcheck: "false", autocomplete: "off" });
  }
}

function descriptionOf(field: ParamField): string {
  const { description, suggestions, isOptional } = field;
  const shape = shapes[field.kind];
  return [
    description,
    shape,
    suggestions.length > 0 ? `For example: ${suggestions.slice(0, 8).join(", ")}.` : undefined,
    isOptional ? "May be left empty." : undefined,
  ]
    .filter((part) => part)
    .join(" ");
}

const shapes: Partial<Readonly<Record<ParamField["kind"], string>>> = {
  lines: "One a line.",
  json: "JSON.",
  date: "A date: 2024-03-31.",
  dateTime: "A date and a time: 2024-03-31T06:00:00Z.",
  time: "A time: 06:00:00.",
};
