/** A rectangle of the picture, or of the screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the picture that is seen: its top left corner, and how many screen pixels one of its pixels takes. */
export interface Sight {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const zoomLimits = { least: 0.01, most: 3 } as const;

/** Looks at the picture; every change is told, once a frame while it glides. */
export class Camera {
  sight: Sight = { x: 0, y: 0, scale: 1 };
  /** Of the viewport on screen. */
  size = { width: 1, height: 1 };
  readonly #changed: () => void;
  #gliding = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The rectangle of the picture in sight. */
  get seen(): Rect {
    const { x, y, scale } = this.sight;
    return { x, y, width: this.size.width / scale, height: this.size.height / scale };
  }

  set(sight: Sight): void {
    cancelAnimationFrame(this.#gliding);
    this.sight = sight;
    this.#changed();
  }

  /** Moves by screen pixels. */
  pan(dx: number, dy: number): void {
    const { x, y, scale } = this.sight;
    this.set({ x: x + dx / scale, y: y + dy / scale, scale });
  }

  /** Zooms so that what is under this point of the screen stays there. */
  zoomAt(factor: number, screenX: number, screenY: number): void {
    const { x, y, scale } = this.sight;
    const next = Math.min(zoomLimits.most, Math.max(zoomLimits.least, scale * factor));
    this.set({
      x: x + screenX / scale - screenX / next,
      y: y + screenY / scale - screenY / next,
      scale: next,
    });
  }

  /** The sight that shows a rectangle whole, with a margin. */
  fitting(rect: Rect, most = 1, margin = 24): Sight {
    const { width, height } = this.size;
    const scale = Math.max(
      zoomLimits.least,
      Math.min(
        most,
        (width - 2 * margin) / Math.max(1, rect.width),
        (height - 2 * margin) / Math.max(1, rect.height),
      ),
    );
    return {
      x: rect.x + rect.width / 2 - width / 2 / scale,
      y: rect.y + rect.height / 2 - height / 2 / scale,
      scale,
    };
  }

  /** Glides to a sight; at once where motion is not wanted. */
  glide(to: Sight, still: boolean): void {
    cancelAnimationFrame(this.#gliding);
    if (still) {
      this.set(to);
      return;
    }
    const from = this.sight;
    const begun = performance.now();
    const step = (now: number): void => {
      const part = Math.min(1, (now - begun) / 180);
      const eased = 1 - (1 - part) ** 3;
      const scale = from.scale * (to.scale / from.scale) ** eased;
      this.sight =
        part === 1
          ? to
          : { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased, scale };
      this.#changed();
      if (part < 1) this.#gliding = requestAnimationFrame(step);
    };
    this.#gliding = requestAnimationFrame(step);
  }
}
