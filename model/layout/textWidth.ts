import { fonts, type FontName, type TextWidth } from "./measure.ts";

/**
 * Widths of printable ASCII at one pixel of size: of each the widest of Segoe UI and DejaVu Sans, the narrow and the wide end of what
 * systems draw with. Whatever is not listed counts as a wide letter.
 */
const widths =
  "0.32 0.40 0.46 0.84 0.64 0.95 0.83 0.27 0.39 0.39 0.50 0.84 0.32 0.42 0.32 0.41 0.64 0.64 0.64 0.64 0.64 0.64 0.64 0.64 0.64 0.64 0.34 0.34 0.84 0.84 0.84 0.53 1.00 0.68 0.69 0.70 0.77 0.63 0.58 0.77 0.75 0.29 0.40 0.66 0.56 0.94 0.78 0.79 0.60 0.79 0.69 0.63 0.61 0.73 0.68 0.99 0.69 0.61 0.69 0.39 0.40 0.39 0.84 0.50 0.50 0.61 0.63 0.55 0.63 0.62 0.35 0.63 0.63 0.28 0.28 0.58 0.28 0.97 0.63 0.62 0.63 0.63 0.41 0.52 0.39 0.63 0.59 0.82 0.59 0.59 0.52 0.64 0.34 0.64 0.84"
    .split(" ")
    .map(Number);

/** Text widths without a screen: from a table of wide letters, so that text fits whatever font draws it. */
export const tableWidth: TextWidth = (text: string, font: FontName): number => {
  const { size, weight } = fonts[font];
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    sum += widths[code - 32] ?? (code > 0x2e80 ? 1 : 0.65);
  }
  // Bold letters of DejaVu Sans are that much wider.
  return sum * size * (weight > 500 ? 1.15 : 1);
};
