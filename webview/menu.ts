import { element } from "./dom.ts";

/** A line of a menu; `undefined` draws a separator. */
export interface MenuItem {
  readonly label: string;
  readonly key?: string;
  /** Shown, but not to be chosen; says why. */
  readonly disabled?: string | undefined;
  readonly checked?: boolean;
  readonly run: () => void;
}

/** Opens a menu at a point of the screen. Arrow keys, Enter and Escape work as in any menu; focus returns to where it was. */
export function openMenu(
  items: readonly (MenuItem | undefined)[],
  x: number,
  y: number,
  label: string,
): void {
  closeMenu?.();
  const before = document.activeElement;
  const buttons: HTMLElement[] = [];
  const rows = items.map((item) => {
    if (!item) return element("div", { role: "separator", class: "separator" });
    const row = element(
      "div",
      {
        role: item.checked === undefined ? "menuitem" : "menuitemradio",
        class: "item",
        tabindex: "-1",
      },
      [
        element("span", { class: "check", "aria-hidden": "true" }, [item.checked ? "✓" : ""]),
        element("span", { class: "text" }, [item.label]),
        element("span", { class: "key", "aria-hidden": "true" }, [item.key ?? ""]),
      ],
    );
    if (item.checked !== undefined) row.setAttribute("aria-checked", String(item.checked));
    if (item.disabled !== undefined) {
      row.setAttribute("aria-disabled", "true");
      row.title = item.disabled;
    } else
      row.addEventListener("click", () => {
        close();
        item.run();
      });
    row.addEventListener("pointerenter", () => row.focus());
    buttons.push(row);
    return row;
  });
  const menu = element("div", { role: "menu", class: "menu", "aria-label": label }, rows);
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const focus = (index: number): void =>
      buttons[(index + buttons.length) % buttons.length]?.focus();
    switch (event.key) {
      case "ArrowDown":
        focus(at + 1);
        break;
      case "ArrowUp":
        focus(at - 1);
        break;
      case "Home":
        focus(0);
        break;
      case "End":
        focus(-1);
        break;
      case "Enter":
      case " ":
        buttons[at]?.click();
        break;
      case "Escape":
      case "Tab":
        close();
        break;
      default: {
        const next = buttons.findIndex(
          (row, index) =>
            index > at && row.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()),
        );
        if (event.key.length === 1 && next >= 0) focus(next);
        return;
      }
    }
    event.preventDefault();
    event.stopPropagation();
  });
  (document.querySelector("#panel") ?? document.body).append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
  const outside = (event: Event): void => {
    if (!menu.contains(event.target as Node)) close(false);
  };
  addEventListener("pointerdown", outside, true);
  addEventListener("blur", outside);
  closeMenu = close;
  buttons[0]?.focus();

  function close(giveBack = true): void {
    removeEventListener("pointerdown", outside, true);
    removeEventListener("blur", outside);
    menu.remove();
    closeMenu = undefined;
    if (giveBack && before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}

let closeMenu: (() => void) | undefined;
