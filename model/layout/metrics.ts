/** Distances of the picture, in its own units (pixels at 100 %). */
export const metrics = {
  /** Between two boxes of a layer, between a box and a line, between two lines. */
  boxGap: 20,
  lineGap: 14,
  bendGap: 10,
  /** Between two layers, when lines between them are short, long, and very long. */
  layerGap: 44,
  wideLayerGap: 64,
  widestLayerGap: 92,
  /** From the border of a group, where lines enter or leave, to its first or last layer. */
  portGap: 28,
  /** Inside a group without lines through that side. */
  padding: 16,
  titleHeight: 32,
  /** So far from the top of a group its name reaches down. */
  titleBottom: 24,
  /** Around a label, along the flow. */
  labelMargin: 10,
  labelGap: 4,
  /** Between parts that are not connected. */
  partGap: 28,
  /** Around the whole picture. */
  margin: 24,
  /** How far a loop stands out of its box. */
  loop: 18,
  portBreadth: 6,
  /** A task of usual size, across. */
  task: { LR: 44, TB: 156 },
} as const;
