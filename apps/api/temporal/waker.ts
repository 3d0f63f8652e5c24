export type WakerOptions<Owner> = {
  readonly wake: (owner: Owner) => Promise<void>;
  /** What makes two owners the same one. */
  readonly keyOf: (owner: Owner) => string;
  /** Least time between two calls for one owner, ms. */
  readonly everyMs: number;
  /** Longest pause after calls that failed, ms; the worker's reconciler looks for due work by itself. */
  readonly longestMs: number;
};

type Resting<Owner> = { readonly owner: Owner; pauseMs: number; again: boolean; timer: NodeJS.Timeout | null };

/** Wakes the flow that works for an owner, off the path of whoever stored something, and not more often than it helps. */
export class Waker<Owner> {
  private readonly resting = new Map<string, Resting<Owner>>();
  private stopped = false;

  constructor(private readonly options: WakerOptions<Owner>) {}

  /** Returns at once; never throws. */
  wake(owner: Owner): void {
    if (this.stopped) return;
    const key = this.options.keyOf(owner);
    const resting = this.resting.get(key);
    if (resting !== undefined) {
      resting.again = true;
      return;
    }
    const fresh: Resting<Owner> = { owner, pauseMs: this.options.everyMs, again: false, timer: null };
    this.resting.set(key, fresh);
    fresh.timer = setTimeout(() => void this.call(key, fresh), 0);
  }

  /** No further calls. */
  stop(): void {
    this.stopped = true;
    for (const { timer } of this.resting.values()) if (timer !== null) clearTimeout(timer);
    this.resting.clear();
  }

  private async call(key: string, resting: Resting<Owner>): Promise<void> {
    resting.again = false;
    try {
      await this.options.wake(resting.owner);
      resting.pauseMs = this.options.everyMs;
    } catch {
      resting.again = true;
      resting.pauseMs = Math.min(2 * resting.pauseMs, this.options.longestMs);
    }
    if (this.stopped) return;
    resting.timer = setTimeout(() => {
      if (resting.again) void this.call(key, resting);
      else this.resting.delete(key);
    }, resting.pauseMs);
  }
}
