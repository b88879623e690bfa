// What a person does when a click or a key came to nothing, because the window was busy: the same again, some times.

/**
 * Does what may be done twice until it succeeds, and fails with its last fault.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function again(act, tries = 8) {
  for (let left = tries; ; left--) {
    try {
      return await act();
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

/**
 * Does what may be done twice until what it brings is seen.
 * @param {() => Promise<unknown>} act
 * @param {import("playwright-core").Locator} seen
 */
export async function untilSeen(act, seen, { tries = 8, patience = 8000 } = {}) {
  await again(async () => {
    await act();
    await seen.waitFor({ timeout: patience });
  }, tries);
}
