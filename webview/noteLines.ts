import { element } from "./dom.ts";
import { isEmpty } from "./filter.ts";
import { filterInWords } from "./filtering.ts";
import type { NoteEnd, Special } from "./noteBar.ts";
import { iconButton } from "./toolbar.ts";
import { uiIcon } from "./uiIcons.ts";

const builtWords = "As Python built it in this run; marked is what the text does not show";

/** The lines over the picture: what is special about it, each with what ends it, and what was just done. */
export function noteLines(
  { outdated, supposed, filter, compared, isBuilt }: Special,
  said: string | undefined,
  ended: (what: NoteEnd) => void,
): HTMLElement[] {
  const lines: HTMLElement[] = [];
  const add = (text: string, undo?: string, what?: NoteEnd): void => {
    const line = element("span", { class: "line" }, [element("span", {}, [text])]);
    if (undo !== undefined && what) {
      const button = iconButton("close", undo);
      button.addEventListener("click", () => ended(what));
      line.append(button);
    }
    lines.push(line);
  };
  if (outdated !== null) lines.push(warning(outdated));
  if (supposed !== undefined) add(supposed, "Back to the run", "supposed");
  if (!isEmpty(filter)) add(`Only tasks ${filterInWords(filter)}`, "Show all tasks", "filter");
  if (compared !== null)
    add(isBuilt ? builtWords : `Compared with ${compared}`, "End the comparison", "compared");
  if (said !== undefined) add(said);
  return lines;
}

function warning(reason: string): HTMLElement {
  return element("span", { class: "line warning" }, [
    uiIcon("warning"),
    element("span", {}, ["Out of date"]),
    element("span", { class: "muted", title: reason }, [reason]),
  ]);
}
