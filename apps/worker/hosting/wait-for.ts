const LONGEST_WAIT_MS = 5_000;

/** Tries until it works or `signal` fires: at start, database and Temporal may be later than the worker. */
export async function waitFor<T>(work: () => Promise<T>, onFailure: (error: unknown) => void, signal: AbortSignal): Promise<T> {
  for (let wait = 250; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      onFailure(error);
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}
