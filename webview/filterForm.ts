import type { GraphDag } from "../model/dag/graphJson.ts";
import { element } from "./dom.ts";
import { noFilter, type Filter } from "./filter.ts";
import { stateInWords } from "./runStates.ts";

/** The form behind the filter button. Every change is told at once; Escape closes it. */
export function openFilterForm(
  anchor: HTMLElement,
  dag: GraphDag,
  filter: Filter,
  states: readonly string[],
  changed: (filter: Filter) => void,
): void {
  document.querySelector(".filter-form")?.remove();
  let now = filter;
  const set = (part: Partial<Filter>): void => {
    now = { ...now, ...part };
    changed(now);
  };
  const tasks = dag.tasks.map(({ taskId }): [string, string] => [taskId, taskId]);
  const relation = choice(
    "Show",
    [
      ["all", "All tasks"],
      ["up", "Upstream of"],
      ["down", "Downstream of"],
      ["both", "Up- and downstream of"],
    ],
    filter.relation,
    (value) => {
      const next = value === "up" || value === "down" || value === "both" ? value : "all";
      set({ relation: next, of: now.of ?? dag.tasks[0]?.taskId ?? null });
      showRelated();
    },
  );
  const of = choice("Task", tasks, filter.of ?? "", (value) => set({ of: value }));
  const steps = choice(
    "Within",
    [
      ["", "Any distance"],
      ...[1, 2, 3, 5].map((count): [string, string] => [
        String(count),
        count === 1 ? "1 step" : `${count} steps`,
      ]),
    ],
    filter.steps === null ? "" : String(filter.steps),
    (value) => set({ steps: value === "" ? null : Number(value) }),
  );
  const state = choice(
    "State",
    [["", "Any state"], ...states.map((name): [string, string] => [name, stateInWords(name)])],
    filter.state ?? "",
    (value) => set({ state: value === "" ? null : value }),
  );
  const group = choice(
    "Group",
    [["", "Any group"], ...dag.groups.map(({ groupId }): [string, string] => [groupId, groupId])],
    filter.group ?? "",
    (value) => set({ group: value === "" ? null : value }),
  );
  const clear = element("button", { type: "button", class: "text-button" }, ["Clear"]);
  clear.addEventListener("click", () => {
    changed(noFilter);
    close();
  });
  const done = element("button", { type: "button", class: "text-button primary" }, ["Done"]);
  done.addEventListener("click", () => close());
  const form = element(
    "div",
    { class: "filter-form", role: "dialog", "aria-label": "Filter tasks" },
    [relation, of, steps, state, group, element("div", { class: "buttons" }, [clear, done])],
  );
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  showRelated();
  (document.querySelector("#panel") ?? document.body).append(form);
  const { left, bottom } = anchor.getBoundingClientRect();
  const { width } = form.getBoundingClientRect();
  form.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 8))}px`;
  form.style.top = `${bottom + 4}px`;
  const outside = (event: Event): void => {
    if (!form.contains(event.target as Node) && !anchor.contains(event.target as Node))
      close(false);
  };
  addEventListener("pointerdown", outside, true);
  form.querySelector("select")?.focus();

  /** Which task, and how far from it, is only asked where one is meant. */
  function showRelated(): void {
    of.hidden = steps.hidden = now.relation === "all";
    const select = of.querySelector("select");
    if (select) select.value = now.of ?? "";
  }

  function close(giveBack = true): void {
    removeEventListener("pointerdown", outside, true);
    form.remove();
    if (giveBack) anchor.focus();
  }
}

function choice(
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  changed: (value: string) => void,
): HTMLElement {
  const select = element(
    "select",
    { class: "pick" },
    options.map(([key, text]) => element("option", { value: key }, [text])),
  );
  select.value = value;
  select.addEventListener("change", () => changed(select.value));
  return element("label", {}, [element("span", {}, [label]), select]);
}
