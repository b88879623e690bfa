import { element } from "../dom.ts";

/** What stands around a control. */
interface Framed {
  readonly id: string;
  readonly label: string;
  /** Shown beside the label where it differs from it. */
  readonly name?: string | undefined;
  readonly description: string;
  readonly control: HTMLElement;
  readonly extra?: HTMLElement;
}

/** Label, description and message of one control, bound together for eyes and for screen readers. */
export class FieldFrame {
  readonly node: HTMLElement;
  readonly #control: HTMLElement;
  readonly #problem: HTMLElement;

  constructor({ id, label, name, description, control, extra }: Framed) {
    this.#control = control;
    const key = id.replace(/\W/g, "-");
    control.id = key;
    const words = element("p", { class: "description", id: `${key}-words` }, [description]);
    words.hidden = description === "";
    this.#problem = element("p", { class: "problem", id: `${key}-problem`, role: "alert" });
    this.#problem.hidden = true;
    control.setAttribute("aria-describedby", `${key}-words ${key}-problem`);
    const isBox = control instanceof HTMLInputElement && control.type === "checkbox";
    const head = element("div", { class: "head" }, [
      ...(isBox ? [control] : []),
      element("label", { for: key }, [label]),
      ...(name === undefined ? [] : [element("code", { class: "name" }, [name])]),
      ...(extra ? [extra] : []),
    ]);
    this.node = element("div", { class: "field" }, [
      head,
      ...(isBox ? [] : [control]),
      this.#problem,
      words,
    ]);
  }

  get hasProblem(): boolean {
    return !this.#problem.hidden;
  }

  /** Says what is wrong, or that nothing is. */
  tell(problem: string | undefined): void {
    this.#problem.hidden = problem === undefined;
    this.#problem.textContent = problem ?? "";
    this.node.classList.toggle("wrong", problem !== undefined);
    if (problem === undefined) this.#control.removeAttribute("aria-invalid");
    else this.#control.setAttribute("aria-invalid", "true");
  }
}
