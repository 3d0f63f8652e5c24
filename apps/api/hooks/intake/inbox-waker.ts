import type { FlowOwner } from '#libs/temporal/search-attributes.js';

export type InboxWakerOptions = {
  readonly wake: (owner: FlowOwner) => Promise<void>;
  /** Least time between two calls for one integration, ms. */
  readonly everyMs: number;
  /** Longest pause after calls that failed, ms; the worker's reconciler looks for due inboxes by itself. */
  readonly longestMs: number;
};

type Resting = { readonly owner: FlowOwner; pauseMs: number; again: boolean; timer: NodeJS.Timeout | null };

/** Wakes the flow that applies an inbox, off the path of whoever stored something, and not more often than it helps. */
export class InboxWaker {
  private readonly resting = new Map<string, Resting>();
  private stopped = false;

  constructor(private readonly options: InboxWakerOptions) {}

  /** Returns at once; never throws. */
  wake(owner: FlowOwner): void {
    if (this.stopped) return;
    const resting = this.resting.get(owner.integrationId);
    if (resting !== undefined) {
      resting.again = true;
      return;
    }
    const fresh: Resting = { owner, pauseMs: this.options.everyMs, again: false, timer: null };
    this.resting.set(owner.integrationId, fresh);
    fresh.timer = setTimeout(() => void this.call(fresh), 0);
  }

  /** No further calls. */
  stop(): void {
    this.stopped = true;
    for (const { timer } of this.resting.values()) if (timer !== null) clearTimeout(timer);
    this.resting.clear();
  }

  private async call(resting: Resting): Promise<void> {
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
      if (resting.again) void this.call(resting);
      else this.resting.delete(resting.owner.integrationId);
    }, resting.pauseMs);
  }
}
