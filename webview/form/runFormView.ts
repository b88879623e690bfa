import type { Handlers } from "../../protocol/graphPanel.ts";
import type { FromForm, RunForm, ToForm } from "../../protocol/runForm.ts";
import { element } from "../dom.ts";
import { Field } from "./field.ts";
import { FieldFrame } from "./fieldFrame.ts";
import { WhenFields, type TypedWhen } from "./whenFields.ts";

/** What was typed so far: kept while the form is hidden. */
export interface TypedForm {
  readonly dagId: string;
  readonly fields: Readonly<Record<string, string | boolean>>;
  readonly conf: string;
  readonly when: TypedWhen;
}

/** Where the form lives. */
interface FormHost {
  send(message: FromForm): void;
  keep(typed: TypedForm): void;
  readonly typed: TypedForm | undefined;
}

/** The form that is filled in before a run: when, and with which params. Messages stand at the fields. */
export class RunFormView {
  readonly handlers: Handlers<ToForm> = {
    form: ({ form }) => this.#show(form),
    dates: ({ asked, dates }) => this.#when?.showDates(asked, dates),
  };

  readonly #root: HTMLElement;
  readonly #host: FormHost;
  #form: RunForm | undefined;
  #when: WhenFields | undefined;
  #fields: readonly Field[] = [];
  readonly #conf = element("textarea", { rows: "4", spellcheck: "false", class: "code" });
  readonly #confFrame = new FieldFrame({
    id: "conf",
    label: "Configuration",
    description:
      'JSON that tasks read as dag_run.conf, such as { "source": "manual" }. Params need not be named again.',
    control: this.#conf,
  });
  readonly #submit = element("button", { type: "submit", class: "primary" }, ["Run"]);
  readonly #note = element("p", { class: "note", role: "status" });

  constructor(root: HTMLElement, host: FormHost) {
    this.#root = root;
    this.#host = host;
    this.#conf.addEventListener("change", () => this.#readConf());
    this.#conf.addEventListener("input", () => this.#keep());
  }

  #show(form: RunForm): void {
    this.#form = form;
    const { typed } = this.#host;
    const changed = (): void => this.#changed();
    const when = new WhenFields(form, (message) => this.#host.send(message), changed);
    this.#when = when;
    this.#fields = form.fields.map((field) => new Field(field, changed));
    const page = element("form", { novalidate: "" }, [
      element("h1", {}, [`Run ${form.dagId}`]),
      element("p", { class: "description" }, [`${form.file} · ${form.engine}`]),
      when.node,
      ...this.#sections(form),
      this.#more(),
      element("footer", {}, [
        this.#submit,
        this.#button("Cancel", () => this.#close()),
        this.#note,
      ]),
    ]);
    page.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run();
    });
    page.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#run();
      if (event.key === "Escape") this.#close();
    });
    if (typed?.dagId === form.dagId) {
      for (const field of this.#fields) field.typed = typed.fields[field.name] ?? field.typed;
      this.#conf.value = typed.conf;
      when.typed = typed.when;
    }
    this.#root.replaceChildren(page);
    this.#changed();
    (form.when === "now" ? this.#fields[0] : undefined)?.focus();
    if (form.when !== "now" || this.#fields.length === 0)
      page
        .querySelector<HTMLElement>(".when .field:not([hidden]) input, .when input:checked")
        ?.focus();
  }

  /** Params below their headings; those without one come first. */
  #sections({ fields, last }: RunForm): HTMLElement[] {
    const headings = [...new Set([null, ...fields.map(({ section }) => section)])];
    const sections = headings.map((heading) => {
      const inside = this.#fields.filter((_, at) => fields[at]?.section === heading);
      return element("fieldset", {}, [
        element("legend", {}, [heading ?? "Parameters"]),
        ...(heading === null && last ? [this.#lastButton(last)] : []),
        ...inside.map(({ node }) => node),
        ...(fields.length === 0
          ? [element("p", { class: "description" }, ["This DAG has no params."])]
          : []),
      ]);
    });
    const isFirstEmpty = fields.length > 0 && fields.every(({ section }) => section !== null);
    return isFirstEmpty && !last ? sections.slice(1) : sections;
  }

  #lastButton(last: Readonly<Record<string, unknown>>): HTMLElement {
    const button = this.#button("Use the values of the last run", () => {
      for (const field of this.#fields)
        if (Object.hasOwn(last, field.name)) field.show(last[field.name]);
      this.#changed();
    });
    button.classList.add("link");
    return button;
  }

  #more(): HTMLElement {
    return element("details", { ...(this.#conf.value === "" ? {} : { open: "" }) }, [
      element("summary", {}, ["More configuration"]),
      this.#confFrame.node,
    ]);
  }

  #button(label: string, act: () => void): HTMLButtonElement {
    const button = element("button", { type: "button" }, [label]);
    button.addEventListener("click", act);
    return button;
  }

  #changed(): void {
    if (this.#when) this.#submit.textContent = this.#when.action;
    this.#keep();
  }

  #keep(): void {
    if (!this.#form || !this.#when) return;
    this.#host.keep({
      dagId: this.#form.dagId,
      fields: Object.fromEntries(this.#fields.map(({ name, typed }) => [name, typed])),
      conf: this.#conf.value,
      when: this.#when.typed,
    });
  }

  #run(): void {
    const when = this.#when?.check();
    const conf = this.#readConf();
    const read = this.#fields.map((field) => ({ field, read: field.check() }));
    const wrong = read.filter((each) => "problem" in each.read);
    const count = wrong.length + (when ? 0 : 1) + (conf ? 0 : 1);
    this.#note.textContent =
      count === 0 ? "" : count === 1 ? "One field needs a look." : `${count} fields need a look.`;
    if (!when) this.#when?.focus();
    else if (wrong[0]) wrong[0].field.focus();
    else if (!conf) this.#conf.focus();
    if (!when || !conf || wrong.length > 0) return;
    const params = Object.fromEntries(
      read.flatMap(({ field, read: each }) =>
        "value" in each && !field.isDefault ? [[field.name, each.value] as const] : [],
      ),
    );
    this.#host.send({ kind: "run", order: { params, conf, when } });
  }

  #readConf(): Readonly<Record<string, unknown>> | undefined {
    const conf = recordIn(this.#conf.value);
    this.#confFrame.tell(conf ? undefined : 'Expected JSON with names: { "name": 1 }.');
    return conf;
  }

  #close(): void {
    this.#host.send({ kind: "close" });
  }
}

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined; // Half-typed: the field says what is wanted.
  }
}
