import { fonts, type FontName, type TextWidth } from "./measure.ts";

/** Widths of printable ASCII at one pixel of size, of a usual sans-serif; whatever is not listed counts as a wide letter. */
const widths =
  "0.27 0.29 0.39 0.59 0.55 0.83 0.80 0.23 0.31 0.31 0.42 0.68 0.22 0.40 0.22 0.39 0.55 0.55 0.55 0.55 0.55 0.55 0.55 0.55 0.55 0.55 0.22 0.22 0.68 0.68 0.68 0.45 0.95 0.65 0.60 0.62 0.70 0.52 0.50 0.69 0.71 0.27 0.38 0.60 0.48 0.90 0.75 0.75 0.57 0.75 0.61 0.54 0.54 0.69 0.63 0.94 0.60 0.57 0.58 0.31 0.38 0.31 0.68 0.42 0.29 0.52 0.60 0.47 0.60 0.53 0.33 0.60 0.58 0.25 0.25 0.52 0.25 0.88 0.58 0.60 0.60 0.60 0.36 0.43 0.35 0.58 0.50 0.74 0.48 0.50 0.46 0.31 0.25 0.31 0.68"
    .split(" ")
    .map(Number);

/** Text widths without a screen: from a table, a little generous, so that text fits whatever font draws it. */
export const tableWidth: TextWidth = (text: string, font: FontName): number => {
  const { size, weight } = fonts[font];
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    sum += widths[code - 32] ?? (code > 0x2e80 ? 1 : 0.65);
  }
  return sum * size * (weight > 500 ? 1.1 : 1.06);
};
