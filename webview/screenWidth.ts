import { fonts, type FontName, type TextWidth } from "../model/layout/measure.ts";

const known = new Map<string, TextWidth>();

/** Text widths as this screen draws them: of plain letters from a table, of all others measured whole. */
export function screenWidth(fontFamily: string): TextWidth {
  const before = known.get(fontFamily);
  if (before) return before;
  const width = measured(new OffscreenCanvas(1, 1).getContext("2d"), fontFamily);
  known.set(fontFamily, width);
  return width;
}

function measured(
  context: OffscreenCanvasRenderingContext2D | null,
  fontFamily: string,
): TextWidth {
  const whole = (text: string, font: FontName): number => {
    const { size, weight } = fonts[font];
    if (context) context.font = `${weight} ${size}px ${fontFamily}`;
    return context?.measureText(text).width ?? (text.length * size) / 2;
  };
  const table = (font: FontName): Float64Array =>
    Float64Array.from({ length: 128 }, (_, code) => whole(String.fromCharCode(code), font));
  const tables = { label: table("label"), small: table("small"), title: table("title") };
  return (text, font) => {
    const widths = tables[font];
    let sum = 0;
    for (let at = 0; at < text.length; at++) {
      const width = widths[text.charCodeAt(at)];
      // Letters of other scripts join, and signs are made of several.
      if (width === undefined) return whole(text, font);
      sum += width;
    }
    return sum;
  };
}
