/** The user asked for what cannot be done: says what was found and what to do next. Shown, not logged as a fault. */
export class HumanError extends Error {}
