import { isFailure, type Failure } from '#libs/domain/failure.js';

/** Good pages after which a smaller page may grow again; a slow shop must not be driven into a time-out every few pages. */
const GROW_AFTER = 8;

/** Failures that a smaller page may cure: the shop ran out of time or memory, or one row breaks the whole answer. */
const TOO_MUCH: ReadonlySet<string> = new Set(['timed_out', 'answer_cut_off', 'answer_too_large', 'answer_unreadable', 'server_error', 'php_error']);

export function mayHelpToAskLess(error: unknown): error is Failure {
  return isFailure(error) && TOO_MUCH.has(error.code);
}

/** How many records to ask for: halved on trouble down to 1, doubled again after a row of good pages. */
export class PageSize {
  private good = 0;

  constructor(
    readonly most: number,
    private current: number = most,
  ) {
    this.current = Math.max(1, Math.min(most, Math.floor(current)));
  }

  get size(): number {
    return this.current;
  }

  /** For the cursor: nothing while the page is whole, so that cursors of untroubled reading stay the same. */
  get mark(): { readonly size?: number } {
    return this.current === this.most ? {} : { size: this.current };
  }

  /** False when there is nothing left to halve. */
  shrink(): boolean {
    this.good = 0;
    if (this.current === 1) return false;
    this.current = Math.max(1, Math.floor(this.current / 2));
    return true;
  }

  succeeded(): void {
    this.good += 1;
    if (this.current === this.most || this.good < GROW_AFTER) return;
    this.good = 0;
    this.current = Math.min(this.most, this.current * 2);
  }
}
