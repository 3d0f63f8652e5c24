import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { Observed, Wake } from '../names.js';
import { OBSERVED_QUERY, WAKE_SIGNAL } from '../names.js';

const wakeSignal = defineSignal<[Wake?]>(WAKE_SIGNAL);
const observedQuery = defineQuery<Observed>(OBSERVED_QUERY);

/**
 * Counts wake signals. A signal carries no order: it says "look at the database again", so that any number of them may be
 * folded into one look. Whoever waits remembers the count it has already looked for.
 */
export class Wakes {
  count = 0;
  /** The run a bulk flow should go on with, if it was told of another one while ending. */
  nextRunId: string | null = null;

  constructor() {
    setHandler(wakeSignal, (wake) => {
      this.count += 1;
      if (wake?.runId !== undefined) this.nextRunId = wake.runId;
    });
  }

  /** Resolves when a signal came after `seen`, or when `ms` have passed. */
  async wait(seen: number, ms: number): Promise<void> {
    await condition(() => this.count !== seen, ms);
  }

  answer(observed: () => Observed): void {
    setHandler(observedQuery, observed);
  }
}
