import type { PanelProblem } from "../protocol/graphPanel.ts";
import { lookOf, type Looks } from "./looks.ts";
import type { Scene } from "./scene.ts";

/** So high is the title of an open group: below it the group is ground. */
export const titleHeight = 32;

/** What a point of the picture is on. */
export interface Pointed {
  /** A box, but not the ground of an open group. */
  readonly box: number | undefined;
  readonly edge: number | undefined;
}

/** What a point of the picture is on, at this scale. */
export function pointedAt(scene: Scene, x: number, y: number, scale: number): Pointed {
  const box = scene.boxAt(x, y);
  if (box !== undefined && !(scene.isOpenGroup(box) && y - scene.rect(box).y > titleHeight))
    return { box, edge: undefined };
  return { box: undefined, edge: scene.edgeAt(x, y, 6 / scale) };
}

/** Whether a point is on the sign that opens and closes a group. */
export function isOnChevron(scene: Scene, box: number, x: number, y: number): boolean {
  if (scene.box(box)?.kind !== "group") return false;
  const rect = scene.rect(box);
  return x - rect.x < 34 && (y - rect.y < 34 || !scene.isOpenGroup(box));
}

/** The problem whose badge is at a point. */
export function problemAt(
  scene: Scene,
  looks: Looks,
  x: number,
  y: number,
): PanelProblem | undefined {
  if (looks.problems.size === 0) return undefined;
  let found: PanelProblem | undefined;
  scene.boxes.visit({ x: x - 16, y: y - 16, width: 32, height: 32 }, (index) => {
    const box = scene.box(index);
    const rect = scene.rect(index);
    if (!box || Math.hypot(x - rect.x - rect.width, y - rect.y) > 11) return;
    found = lookOf(box, looks).problem ?? found;
  });
  return found;
}
