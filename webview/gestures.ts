import type { Camera } from "./camera.ts";

/** What a person does with the pointer, in pixels of the viewport. */
export interface GestureActions {
  clicked(x: number, y: number): void;
  doubleClicked(x: number, y: number): void;
  hovered(x: number, y: number): void;
  left(): void;
  menu(x: number, y: number): void;
  moved(): void;
}

/** Dragging pans, the wheel and pinching zoom at the pointer, two fingers on a trackpad pan. */
export function attachGestures(
  viewport: HTMLElement,
  camera: Camera,
  actions: GestureActions,
): void {
  const pointers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const at = (event: MouseEvent): [number, number] => {
    const { left, top } = viewport.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  viewport.addEventListener("pointerdown", (event) => {
    if (event.button === 2) return;
    viewport.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    travelled = 0;
  });
  viewport.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      actions.hovered(...at(event));
      return;
    }
    const dx = event.clientX - last.x;
    const dy = event.clientY - last.y;
    travelled += Math.hypot(dx, dy);
    if (pointers.size === 1) {
      if (travelled > 4) {
        viewport.classList.add("dragging");
        camera.pan(-dx, -dy);
        actions.moved();
      }
    } else pinch(event, last);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  const up = (event: PointerEvent): void => {
    const wasAlone = pointers.size === 1;
    if (!pointers.delete(event.pointerId)) return;
    viewport.classList.remove("dragging");
    if (event.type === "pointerup" && wasAlone && travelled <= 4) actions.clicked(...at(event));
  };
  viewport.addEventListener("pointerup", up);
  viewport.addEventListener("pointercancel", up);
  viewport.addEventListener("pointerleave", () => actions.left());
  viewport.addEventListener("dblclick", (event) => actions.doubleClicked(...at(event)));
  viewport.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    // From the keyboard the event has no place of its own: the outline opens the menu then.
    if (event.button === 2 || event.clientX > 0) actions.menu(event.clientX, event.clientY);
  });
  viewport.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 18 : 1;
      if (!event.ctrlKey && (event.deltaX !== 0 || event.shiftKey))
        camera.pan(
          (event.shiftKey ? event.deltaY + event.deltaX : event.deltaX) * unit,
          event.shiftKey ? 0 : event.deltaY * unit,
        );
      else {
        const speed = event.ctrlKey ? 0.01 : 0.0016;
        const turn = Math.max(-240, Math.min(240, event.deltaY * unit));
        camera.zoomAt(Math.exp(-turn * speed), ...at(event));
      }
      actions.moved();
    },
    { passive: false },
  );

  function pinch(event: PointerEvent, last: { x: number; y: number }): void {
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    const { left, top } = viewport.getBoundingClientRect();
    if (before > 0)
      camera.zoomAt(
        after / before,
        (event.clientX + other.x) / 2 - left,
        (event.clientY + other.y) / 2 - top,
      );
  }
}
