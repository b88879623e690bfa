// Mocha's browser build as a module; its own types describe only the globals that it sets.
declare module "mocha/mocha.mjs" {
  export const mocha: BrowserMocha;
  export const reporters: typeof Mocha.reporters;
}
