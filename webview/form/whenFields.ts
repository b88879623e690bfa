import { typedInstant } from "../../model/run/params/typedInstant.ts";
import type { ScheduledDates } from "../../protocol/languageServer.ts";
import type { FormOrder, FromForm, Reprocess, RunForm, WhenKind } from "../../protocol/runForm.ts";
import { element } from "../dom.ts";
import { FieldFrame } from "./fieldFrame.ts";

const words: Readonly<Record<WhenKind, string>> = {
  now: "Now",
  date: "For a logical date",
  range: "Backfill a range",
};

/** What of the fields is kept while the form is hidden. */
export interface TypedWhen {
  readonly kind: WhenKind;
  readonly texts: readonly string[];
  readonly newestFirst: boolean;
}

/** When to run: now, for one logical date, or for all dates of a range, which are listed before anything runs. */
export class WhenFields {
  readonly node: HTMLElement;
  readonly #choices = new Map<WhenKind, HTMLInputElement>();
  readonly #date = textInput();
  readonly #from = textInput();
  readonly #until = textInput();
  readonly #atATime = element("select", {}, ["1", "2", "3", "4", "6", "8"].map(optionOf));
  readonly #newest = element("input", { type: "checkbox" });
  readonly #again = element("select", {}, [
    element("option", { value: "none" }, ["Leave them out"]),
    element("option", { value: "failed" }, ["Run those that failed again"]),
    element("option", { value: "completed" }, ["Run all of them again"]),
  ]);
  readonly #preview = element("div", { class: "preview", role: "status" });
  readonly #frames: Readonly<Record<"date" | "from" | "until", FieldFrame>>;
  readonly #parts: Readonly<Record<WhenKind, HTMLElement>>;
  readonly #send: (message: FromForm) => void;
  readonly #changed: () => void;
  #asked = 0;
  #timer = 0;
  /** Dates of the range that stands there; undefined while they are not known. */
  #count: number | undefined;

  constructor(form: RunForm, send: (message: FromForm) => void, changed: () => void) {
    this.#send = send;
    this.#changed = changed;
    const hint = "A date, or a date and a time; UTC unless it says otherwise.";
    const frame = (id: string, label: string, control: HTMLElement, description = ""): FieldFrame =>
      new FieldFrame({ id, label, control, description });
    this.#frames = {
      date: frame("logical date", "Logical date", this.#date, hint),
      from: frame("from", "From", this.#from),
      until: frame("until", "Until", this.#until, "Both ends belong to the range."),
    };
    this.#date.value = form.date;
    this.#from.value = form.from;
    this.#until.value = form.until;
    this.#parts = {
      now: element("p", { class: "description" }, [
        "A manual run with the present moment as its logical date.",
      ]),
      date: this.#frames.date.node,
      range: element("div", { class: "range" }, [
        element("div", { class: "pair" }, [this.#frames.from.node, this.#frames.until.node]),
        element("div", { class: "pair" }, [
          frame("at a time", "Runs at a time", this.#atATime).node,
          frame("again", "Dates that have a run already", this.#again).node,
        ]),
        frame("newest", "Newest first", this.#newest).node,
        this.#preview,
      ]),
    };
    this.node = element("fieldset", { class: "when" }, [
      element("legend", {}, ["When"]),
      element(
        "div",
        { class: "choices" },
        (["now", "date", "range"] as const).map((kind) => this.#choice(kind)),
      ),
      ...Object.values(this.#parts),
    ]);
    for (const input of [this.#date, this.#from, this.#until]) {
      input.addEventListener("input", () => this.#edited());
      input.addEventListener("change", () => this.check());
    }
    for (const control of [this.#newest, this.#again, this.#atATime])
      control.addEventListener("change", changed);
    this.#choose(form.when);
  }

  get kind(): WhenKind {
    for (const [kind, input] of this.#choices) if (input.checked) return kind;
    return "now";
  }

  /** What the button that starts it says. */
  get action(): string {
    if (this.kind !== "range") return "Run";
    return this.#count === undefined ? "Backfill" : `Backfill ${counted(this.#count)}`;
  }

  get typed(): TypedWhen {
    const texts = [this.#date, this.#from, this.#until, this.#atATime, this.#again];
    return {
      kind: this.kind,
      texts: texts.map(({ value }) => value),
      newestFirst: this.#newest.checked,
    };
  }

  set typed({ kind, texts, newestFirst }: TypedWhen) {
    const inputs = [this.#date, this.#from, this.#until, this.#atATime, this.#again];
    for (const [at, input] of inputs.entries()) input.value = texts[at] ?? input.value;
    this.#newest.checked = newestFirst;
    this.#choose(kind);
  }

  /** The dates that the host found. */
  showDates(asked: number, dates: ScheduledDates | null): void {
    if (asked !== this.#asked) return;
    this.#count = dates?.dates.length;
    this.#preview.replaceChildren(...previewOf(dates));
    this.#changed();
  }

  /** Reads the fields, and says at each what is wrong with it. */
  check(): FormOrder["when"] | undefined {
    const at = instantOf(this.#date, this.#frames.date);
    const from = instantOf(this.#from, this.#frames.from);
    const until = instantOf(this.#until, this.#frames.until);
    switch (this.kind) {
      case "now":
        return { kind: "now" };
      case "date":
        return at === undefined ? undefined : { kind: "date", at };
      case "range": {
        if (from === undefined || until === undefined) return undefined;
        // A day as the end means all of it.
        const last = /^\d{4}-\d\d-\d\d$/.test(this.#until.value.trim()) ? until + dayMs - 1 : until;
        if (last < from) {
          this.#frames.until.tell("The range ends before it begins.");
          return undefined;
        }
        return {
          kind: "range",
          from,
          until: last,
          atATime: Number(this.#atATime.value),
          newestFirst: this.#newest.checked,
          reprocess: reprocessOf(this.#again.value),
        };
      }
    }
  }

  /** Puts the keyboard on the first field that is wrong. */
  focus(): void {
    this.node.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  #choice(kind: WhenKind): HTMLElement {
    const input = element("input", { type: "radio", name: "when", id: `when-${kind}` });
    input.addEventListener("change", () => this.#choose(kind));
    this.#choices.set(kind, input);
    return element("label", { class: "choice", for: input.id }, [input, words[kind]]);
  }

  #choose(kind: WhenKind): void {
    for (const [each, input] of this.#choices) input.checked = each === kind;
    for (const [each, part] of Object.entries(this.#parts)) part.hidden = each !== kind;
    this.#edited();
  }

  #edited(): void {
    for (const frame of Object.values(this.#frames)) if (frame.hasProblem) this.check();
    this.#count = undefined;
    this.#changed();
    clearTimeout(this.#timer);
    if (this.kind === "range") this.#timer = window.setTimeout(() => this.#ask(), 200);
  }

  #ask(): void {
    const when = this.check();
    if (when?.kind !== "range") {
      this.#preview.replaceChildren();
      return;
    }
    this.#send({ kind: "askDates", asked: ++this.#asked, from: when.from, until: when.until });
  }
}

const dayMs = 86_400_000;

function previewOf(dates: ScheduledDates | null): HTMLElement[] {
  if (!dates)
    return [
      element("p", { class: "problem" }, ["The dates of this DAG cannot be told from its file."]),
    ];
  if (dates.dates.length === 0) {
    const why = dates.reason ?? "The schedule has no date in this range.";
    return [element("p", { class: "problem" }, [why])];
  }
  const more = dates.isMore ? "; there are more, which are left out" : "";
  return [
    element("p", { class: "description" }, [
      `${counted(dates.dates.length)} (${dates.timezone})${more}:`,
    ]),
    element(
      "ol",
      { class: "dates", tabindex: "0", "aria-label": "Dates of the backfill" },
      dates.dates.slice(0, 500).map(({ text }) => element("li", {}, [text])),
    ),
  ];
}

function instantOf(input: HTMLInputElement, frame: FieldFrame): number | undefined {
  const at = typedInstant(input.value);
  frame.tell(at === undefined ? "A date such as 2024-03-31 or 2024-03-31T06:00:00Z." : undefined);
  return at;
}

function textInput(): HTMLInputElement {
  return element("input", { type: "text", spellcheck: "false", autocomplete: "off" });
}

function optionOf(text: string): HTMLOptionElement {
  return element("option", { value: text }, [text]);
}

function reprocessOf(text: string): Reprocess {
  return text === "failed" || text === "completed" ? text : "none";
}

function counted(count: number): string {
  return count === 1 ? "1 date" : `${count} dates`;
}
