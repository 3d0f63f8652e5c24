/**
 * Pulls pages ahead of the writer: while one is written the next is already on its way. The source is asked only while
 * `mayAsk` allows; what it was asked for is always handed out, so that no answer is thrown away.
 */
export class PageQueue<T> {
  private readonly ready: T[] = [];
  private ended = false;
  private failure: { readonly error: unknown } | null = null;
  private wakeReader: (() => void) | null = null;
  private wakePump: (() => void) | null = null;
  private readonly pumping: Promise<void>;

  constructor(
    private readonly iterator: AsyncIterator<T>,
    private readonly depth: number,
    private readonly mayAsk: () => boolean,
  ) {
    this.pumping = this.pump();
  }

  private async pump(): Promise<void> {
    try {
      while (!this.ended && this.mayAsk()) {
        const next = await this.iterator.next();
        if (next.done === true) break;
        this.ready.push(next.value);
        this.wakeReader?.();
        while (this.ready.length >= this.depth && !this.ended) await new Promise<void>((resolve) => (this.wakePump = resolve));
      }
    } catch (error) {
      this.failure = { error };
    }
    this.ended = true;
    this.wakeReader?.();
  }

  /** Up to `max` pages that are there, waiting for the first; empty at the end. Errors come after the pages before them. */
  async take(max: number): Promise<T[]> {
    while (this.ready.length === 0) {
      if (this.failure) throw this.failure.error;
      if (this.ended) return [];
      await new Promise<void>((resolve) => (this.wakeReader = resolve));
    }
    const pages = this.ready.splice(0, max);
    this.wakePump?.();
    return pages;
  }

  /** Ends the pulling and waits until nothing is under way; the caller has aborted the request in flight. */
  async close(): Promise<void> {
    this.ended = true;
    this.wakePump?.();
    await this.pumping;
    await this.iterator.return?.();
  }
}
