import tseslint from "typescript-eslint";

import { growingSpread } from "./scripts/growingSpread.mjs";

/** What a machine can hold of docs/style.md. Each rule that is off says why. */
export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "node_modules/**",
      "coverage/**",
      ".venvs/**",
      ".cache/**",
      "samples/**",
      "**/*.mjs",
      "**/*.cjs",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/prefer-readonly": "error",
      // Numbers and booleans in messages are plain to read.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void call()` reads well as a one-line handler.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Name what you export: no default exports.",
        },
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
        {
          selector: "ExportAllDeclaration",
          message: "No barrels: import from the file that has it.",
        },
        {
          selector: "TSNonNullExpression",
          message: "Look it up with a function that may answer undefined.",
        },
      ],
    },
  },
  {
    // What is made for each file that is read; elsewhere a copy more or less does not matter.
    files: ["python", "readers", "rules", "schedule", "layout", "snapshot", "run"].map(
      (room) => `model/${room}/**`,
    ),
    plugins: { dagsight: { rules: { "growing-spread": growingSpread } } },
    rules: { "dagsight/growing-spread": "error" },
  },
  { files: ["cli/**", "bench/**", "scripts/**"], rules: { "no-console": "off" } },
  { files: ["vitest*.config.ts"], rules: { "no-restricted-syntax": "off" } },
);
