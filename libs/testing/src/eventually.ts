/**
 * Runs the check until it no longer throws, and returns what it returns; throws its last error when that takes too long. The pauses
 * grow from 5 ms to 200 ms.
 */
export async function eventually<T>(check: () => T | Promise<T>, { within = 10_000 } = {}): Promise<T> {
  const end = performance.now() + within;
  for (let pause = 5; ; pause = Math.min(200, pause * 1.5)) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() + pause > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
