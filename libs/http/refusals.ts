/** Longest pause of our own choice; a platform's own wish may be longer. */
export const LONGEST_OWN_BLOCK_MS = 15 * 60_000;

type Streak = { count: number; sinceMs: number };

/**
 * How often in a row each account refused without naming a wait. Kept per process and per budget: clients live for
 * seconds, the streak must outlive them.
 */
export class RefusalStreaks {
  readonly #streaks = new Map<string, Streak>();

  /**
   * Notes a refusal and returns the pause in ms it asks for: `firstMs`, doubled for each refusal in a row.
   * Refusals of requests sent before the last one was noted are one wave and count once.
   */
  refused(accountKey: string, sentMs: number, nowMs: number, firstMs: number): number {
    const streak = this.#streaks.get(accountKey);
    const sameWave = streak !== undefined && sentMs <= streak.sinceMs;
    const count = sameWave ? streak.count : (streak?.count ?? 0) + 1;
    this.#streaks.set(accountKey, { count, sinceMs: sameWave ? streak.sinceMs : nowMs });
    return Math.min(firstMs * 2 ** Math.min(count - 1, 30), LONGEST_OWN_BLOCK_MS);
  }

  /** An answer that is no refusal ends the streak. */
  answered(accountKey: string, sentMs: number): void {
    const streak = this.#streaks.get(accountKey);
    // Late answers of the wave that was refused say nothing about the time after it.
    if (streak !== undefined && sentMs > streak.sinceMs) this.#streaks.delete(accountKey);
  }
}

const STREAKS = new WeakMap<object, RefusalStreaks>();

/** The streaks that belong to one budget. */
export function streaksOf(budget: object): RefusalStreaks {
  const known = STREAKS.get(budget);
  if (known !== undefined) return known;
  const made = new RefusalStreaks();
  STREAKS.set(budget, made);
  return made;
}
