import type { Camera, Rect, Sight } from "./camera.ts";
import { levels } from "./painter.ts";
import type { Scene } from "./scene.ts";

/** So high on the screen is what stands in the corners below the picture. */
const foot = 36;

/** What of a picture is in sight. As long as nobody moves it, the panel goes on choosing. */
export class Framing {
  readonly #camera: Camera;
  readonly #isStill: () => boolean;
  /** The sight that the panel chose by itself. */
  #own: Sight | undefined;

  /** `isStill` says whether motion is not wanted. */
  constructor(camera: Camera, isStill: () => boolean) {
    this.#camera = camera;
    this.#isStill = isStill;
  }

  /** Whether what is in sight is still the panel's own choice. */
  get isOwn(): boolean {
    return this.#camera.sight === this.#own;
  }

  /** The scale at which all of a picture is in sight. */
  scaleOf(scene: Scene): number {
    return this.#whole(scene).scale;
  }

  /** The first sight of a picture: all of it if that can be read, else its beginning at a size that can. */
  begin(scene: Scene): void {
    const whole = this.#whole(scene);
    this.#choose(whole.scale >= 0.5 ? whole : beginningOf(scene, this.#camera.size), true);
  }

  /** All of a picture. */
  fit(scene: Scene, glide: boolean): void {
    this.#choose(this.#whole(scene), !glide || this.#isStill());
  }

  /** One box, as near as can be read well. */
  zoomTo(rect: Rect): void {
    this.#camera.glide(this.#camera.fitting(rect, 1.5, 40), this.#isStill());
  }

  /** Zooms around the middle of the screen. */
  zoom(factor: number): void {
    const { width, height } = this.#camera.size;
    this.#camera.zoomAt(factor, width / 2, height / 2);
  }

  /** Moves as something moved in the picture, so that it stays where it is on the screen. */
  follow(from: Rect, to: Rect, isOwn: boolean): void {
    const { x, y, scale } = this.#camera.sight;
    this.#camera.set({ x: x + to.x - from.x, y: y + to.y - from.y, scale });
    if (isOwn) this.#own = this.#camera.sight;
  }

  /** Whether a picture that moves is seen to move. */
  get showsMotion(): boolean {
    return this.#camera.sight.scale >= levels.elements && !this.#isStill();
  }

  /** A kept sight may be of a picture that was larger, or of a larger window. */
  seesAnything(scene: Scene): boolean {
    return scene.view.boxes.length === 0 || scene.hasBoxIn(this.#camera.seen);
  }

  /** Whether all of a picture is in sight; its margin need not be. */
  seesAll({ picture: { width, height } }: Scene): boolean {
    const { seen } = this.#camera;
    return (
      seen.x <= 24 &&
      seen.y <= 24 &&
      seen.x + seen.width >= width - 24 &&
      seen.y + seen.height >= height - 24
    );
  }

  /** Moves just as far as needed. Only what could not be read is also brought nearer. */
  show(rect: Rect, glide: boolean): void {
    const { sight, size } = this.#camera;
    const still = !glide || this.#isStill();
    if (sight.scale < 0.4) {
      this.#camera.glide(centred(rect, size, 0.75), still);
      return;
    }
    const margin = 32 / sight.scale;
    const shift = (at: number, length: number, from: number, room: number): number => {
      if (at >= from && at + length <= from + room) return 0;
      if (at - margin < from || length + 2 * margin > room) return at - margin - from;
      return Math.max(0, at + length + margin - from - room);
    };
    const dx = shift(rect.x, rect.width, sight.x, size.width / sight.scale);
    const dy = shift(rect.y, rect.height, sight.y, size.height / sight.scale);
    if (dx !== 0 || dy !== 0)
      this.#camera.glide({ x: sight.x + dx, y: sight.y + dy, scale: sight.scale }, still);
  }

  /** The sight of all of a picture, above what stands in the corners below it. */
  #whole({ picture: { width, height } }: Scene): Sight {
    const fitting = (below: number): Sight =>
      this.#camera.fitting({ x: 0, y: 0, width, height: height + below }, 1, 0);
    const sight = fitting(0);
    const free = this.#camera.size.height - height * sight.scale;
    return free < 2 * foot ? fitting(foot / sight.scale) : sight;
  }

  /** A sight of the panel's own choice. */
  #choose(sight: Sight, still: boolean): void {
    this.#own = sight;
    this.#camera.glide(sight, still);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The beginning of a picture that is too large to be read whole. */
function beginningOf(scene: Scene, size: Size): Sight {
  const { width, height, direction } = scene.picture;
  const isWide = direction === "LR";
  const first = scene.rect(firstBox(scene));
  const scale = Math.min(1, Math.max(0.7, isWide ? size.height / height : size.width / width));
  const middle = centred(first, size, scale);
  const keep = (at: number, room: number, length: number): number =>
    room / scale >= length
      ? (length - room / scale) / 2
      : Math.max(0, Math.min(at, length - room / scale));
  return {
    x: isWide ? 0 : keep(middle.x, size.width, width),
    y: isWide ? keep(middle.y, size.height, height) : 0,
    scale,
  };
}

function centred(rect: Rect, size: Size, scale: number): Sight {
  return {
    x: rect.x + rect.width / 2 - size.width / 2 / scale,
    y: rect.y + rect.height / 2 - size.height / 2 / scale,
    scale,
  };
}

/** The box that is furthest up the flow. */
function firstBox(scene: Scene): number {
  const leftRight = scene.picture.direction === "LR";
  let first = 0;
  let least = Infinity;
  scene.view.boxes.forEach((_, index) => {
    const { x, y } = scene.rect(index);
    const along = leftRight ? x : y;
    if (along >= least) return;
    least = along;
    first = index;
  });
  return first;
}
