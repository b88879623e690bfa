import { stateIcons } from "../model/layout/icons.ts";
import { element, svg } from "./dom.ts";
import { stateInWords } from "./runStates.ts";
import { iconButton } from "./toolbar.ts";

const shown = [
  "success",
  "failed",
  "upstream_failed",
  "running",
  "queued",
  "skipped",
  "up_for_retry",
  "deferred",
  "cancelled",
];

const signs: readonly (readonly [string, string])[] = [
  ["dashed", "May be: known only when the file runs"],
  ["stack", "Many: mapped task, closed group, or row of like tasks"],
  ["red-line", "Closes a cycle"],
];

/** What icons, lines and shapes mean. */
export function legend(): HTMLElement {
  document.querySelector(".legend")?.remove();
  const close = iconButton("close", "Close");
  const node = element("div", { class: "legend", role: "dialog", "aria-label": "Legend" }, [
    element("div", { class: "heading" }, [element("span", {}, ["Legend"]), close]),
    element(
      "ul",
      {},
      shown.map((state) => {
        const { areas, lines } = stateIcons[state] ?? {};
        return element("li", { class: `state-${state}` }, [
          svg("svg", { viewBox: "0 0 16 16", class: "state", "aria-hidden": "true" }, [
            ...(areas === undefined ? [] : [svg("path", { class: "area", d: areas })]),
            ...(lines === undefined ? [] : [svg("path", { class: "line", d: lines })]),
          ]),
          element("span", {}, [stateInWords(state)]),
        ]);
      }),
    ),
    element(
      "ul",
      {},
      signs.map(([sign, text]) =>
        element("li", {}, [
          element("span", { class: `sign ${sign}`, "aria-hidden": "true" }),
          element("span", {}, [text]),
        ]),
      ),
    ),
  ]);
  const before = document.activeElement;
  const end = (): void => {
    node.remove();
    if (before instanceof HTMLElement) before.focus();
  };
  close.addEventListener("click", end);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  });
  queueMicrotask(() => close.focus());
  return node;
}
