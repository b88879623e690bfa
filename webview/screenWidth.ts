import { fonts, type FontName, type TextWidth } from "../model/layout/measure.ts";

const known = new Map<string, TextWidth>();

/** Text widths as this screen draws them, letter by letter from a table that fills itself. */
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
  const tables: Readonly<Record<FontName, Map<string, number>>> = {
    label: new Map(),
    small: new Map(),
    title: new Map(),
  };
  return (text, font) => {
    const table = tables[font];
    let sum = 0;
    for (const letter of text) {
      let width = table.get(letter);
      if (width === undefined) {
        const { size, weight } = fonts[font];
        if (context) context.font = `${weight} ${size}px ${fontFamily}`;
        width = context?.measureText(letter).width ?? size / 2;
        table.set(letter, width);
      }
      sum += width;
    }
    return sum;
  };
}
