/** Colours of an exported picture. */
export interface PictureTheme {
  /** Null: the picture stays transparent. */
  readonly background: string | null;
  readonly foreground: string;
  readonly muted: string;
  readonly card: string;
  readonly cardBorder: string;
  readonly frame: string;
  readonly frameBorder: string;
  readonly line: string;
  readonly error: string;
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
  readonly states: Readonly<Record<string, string>>;
}

export type ThemeName = "dark" | "light" | "print";

const darkStates = {
  success: "#4cae6b",
  failed: "#f1707b",
  upstream_failed: "#e8a23d",
  running: "#4aa8ff",
  queued: "#9a9a9a",
  scheduled: "#9a9a9a",
  skipped: "#c586c0",
  up_for_retry: "#e8c14d",
  deferred: "#a78bfa",
  removed: "#8a8a8a",
  cancelled: "#8a8a8a",
};

const lightStates = {
  success: "#1a7f37",
  failed: "#c7222e",
  upstream_failed: "#9a5b00",
  running: "#0969da",
  queued: "#656565",
  scheduled: "#656565",
  skipped: "#8a3f8f",
  up_for_retry: "#8a6500",
  deferred: "#6b3fd4",
  removed: "#656565",
  cancelled: "#656565",
};

/** Dark and light are as in the editor; print is black on white. */
export const themes: Readonly<Record<ThemeName, PictureTheme>> = {
  dark: {
    background: "#1f1f1f",
    foreground: "#d4d4d4",
    muted: "#9d9d9d",
    card: "#2a2a2a",
    cardBorder: "#4a4a4a",
    frame: "#ffffff08",
    frameBorder: "#ffffff26",
    line: "#858585",
    error: "#f1707b",
    added: "#4cae6b",
    removed: "#f1707b",
    changed: "#4aa8ff",
    states: darkStates,
  },
  light: {
    background: "#ffffff",
    foreground: "#2b2b2b",
    muted: "#5f5f5f",
    card: "#ffffff",
    cardBorder: "#c8c8c8",
    frame: "#00000008",
    frameBorder: "#00000024",
    line: "#8a8a8a",
    error: "#c7222e",
    added: "#1a7f37",
    removed: "#c7222e",
    changed: "#0969da",
    states: lightStates,
  },
  print: {
    background: "#ffffff",
    foreground: "#000000",
    muted: "#444444",
    card: "#ffffff",
    cardBorder: "#555555",
    frame: "#00000005",
    frameBorder: "#888888",
    line: "#444444",
    error: "#b00020",
    added: "#1a7f37",
    removed: "#b00020",
    changed: "#0550ae",
    states: lightStates,
  },
};
