/** Asks again until the answer is as wanted, and answers it; after `limit` ms it fails with the last answer. */
export async function until<T>(
  ask: () => T | PromiseLike<T>,
  wanted: (answer: T) => boolean,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) {
      throw new Error(`Not within ${limit} ms. The last answer was ${describe(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function describe(answer: unknown): string {
  try {
    return JSON.stringify(answer, null, 1).slice(0, 2000);
  } catch {
    return String(answer);
  }
}
