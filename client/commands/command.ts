import type { App } from "../app.ts";

/** What a command of the palette, a menu or a lens does. `target` is what it was called with, if anything. */
export type Command = (app: App, target: unknown) => Promise<void> | void;
