import type { PanelState } from "../protocol/graphPanel.ts";
import type { Camera, Rect } from "./camera.ts";
import type { Scene } from "./scene.ts";

/** One box in the picture before and in the one after. */
export interface HeldBox {
  readonly before: number;
  readonly after: number;
}

/** The box that stays where it is on the screen: the one named, else the first preferred one in sight, or what is nearest to the middle. */
export function heldBox(
  before: Scene,
  after: Scene,
  { seen }: Camera,
  hold: string | undefined,
  preferred: readonly (string | undefined)[],
): HeldBox | undefined {
  const find = (id: string | undefined): HeldBox | undefined => {
    const a = id === undefined ? undefined : before.boxNamed(id);
    const b = id === undefined ? undefined : after.boxNamed(id);
    return a === undefined || b === undefined ? undefined : { before: a, after: b };
  };
  const named = find(hold);
  if (named) return named;
  for (const id of preferred) {
    const found = find(id);
    if (found && overlaps(before.rect(found.before), seen)) return found;
  }
  const nearest = before.nearest(
    seen.x + seen.width / 2,
    seen.y + seen.height / 2,
    (index) => find(before.box(index)?.id) !== undefined,
  );
  const found = nearest === undefined ? undefined : find(before.box(nearest)?.id);
  return found && overlaps(before.rect(found.before), seen) ? found : undefined;
}

/** What is looked at and where it is, to find the place again in another picture. */
export function anchorIn(
  scene: Scene | undefined,
  camera: Camera,
  preferred: readonly (string | undefined)[],
): NonNullable<PanelState["anchor"]> | null {
  const box = scene && heldBox(scene, scene, camera, undefined, preferred)?.after;
  if (!scene || box === undefined) return null;
  const id = scene.box(box)?.id;
  const { x, y } = scene.rect(box);
  return id === undefined ? null : { id, x, y };
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
