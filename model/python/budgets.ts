/**
 * How much of a program is followed. Past any of these the value at hand is unknown, "too large to follow". They are far
 * above what files that describe work need, and low enough that no file takes long.
 */
export const budgets = {
  /** Expressions and statements evaluated, plus work that grows with sizes, for one file with all it imports. */
  steps: 400_000,
  /** What a module goes on with after a statement has used up its steps. */
  stepsAfterwards: 30_000,
  /** What one call of a Python function counts for. */
  stepsPerCall: 8,
  /** What reaching the deepest call counts for: code that does so by a thousand ways is given up. */
  stepsPerDepth: 1000,
  /** Calls of Python functions within each other. */
  calls: 48,
  /** The same for a function that went too deep before, lest it goes there by many ways. */
  callsAgain: 12,
  /** Expressions and statements within each other, over all calls: what bounds the JavaScript stack. */
  nesting: 900,
  /** Rounds of one loop. */
  rounds: 20_000,
  /** Rounds of a `while True`, which mostly is one that was not finished yet. */
  endlessRounds: 1_000,
  /** Items of one collection. */
  items: 50_000,
  /** Characters of one string. */
  characters: 1_000_000,
  /** Binary digits of one integer. */
  digits: 20_000,
  /** Workspace modules evaluated for one file. */
  modules: 300,
  /** Characters of one data file. */
  fileCharacters: 5_000_000,
  /** Values that are kept side by side for one that depends on unknown conditions. */
  alternatives: 8,
} as const;
