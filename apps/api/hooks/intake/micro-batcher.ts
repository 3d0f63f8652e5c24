export type MicroBatcherOptions<Item> = {
  /** Commits all of them or none. */
  readonly write: (items: readonly Item[]) => Promise<void>;
  /** How long the first item of a batch waits for others, ms. */
  readonly waitMs: number;
  /** A batch of this weight is written at once. */
  readonly mostWeight: number;
  /** Weight of everything that waits, whatever the reason: more is refused, because memory has an end. */
  readonly mostWaiting: number;
  /** The share of one owner in that: a flood at one address is refused before it is in the way of others. */
  readonly mostWaitingEach: number;
};

type Waiting<Item> = { readonly item: Item; readonly weight: number; readonly owner: string; readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** Too much is waiting already. */
export class Overfull extends Error {
  override readonly name = 'Overfull';
}

/** Writes items of many callers together: one transaction for all that come within a few milliseconds. */
export class MicroBatcher<Item> {
  private queue: Waiting<Item>[] = [];
  private waitingWeight = 0;
  private readonly weightOf = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;

  constructor(private readonly options: MicroBatcherOptions<Item>) {}

  /** Resolves when the batch with this item is committed. @throws Overfull · what `write` threw, for every item of that batch */
  async add(item: Item, weight: number, owner: string): Promise<void> {
    if (this.waitingWeight + weight > this.options.mostWaiting || (this.weightOf.get(owner) ?? 0) + weight > this.options.mostWaitingEach) throw new Overfull();
    this.weigh(owner, weight);
    const done = new Promise<void>((resolve, reject) => this.queue.push({ item, weight, owner, resolve, reject }));
    if (this.waitingWeight >= this.options.mostWeight) this.begin();
    else this.timer ??= setTimeout(() => this.begin(), this.options.waitMs);
    await done;
  }

  /** Writes what is waiting, without waiting for more. */
  async flush(): Promise<void> {
    this.begin();
    while (this.writing !== null) await this.writing;
  }

  /** One batch at a time: while it is written the next one grows, so a slow database makes batches larger, not more. */
  private begin(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.writing !== null || this.queue.length === 0) return;
    const batch = this.take();
    this.writing = this.write(batch).finally(() => {
      this.writing = null;
      for (const { owner, weight } of batch) this.weigh(owner, -weight);
      this.begin();
    });
  }

  private weigh(owner: string, weight: number): void {
    this.waitingWeight += weight;
    const all = (this.weightOf.get(owner) ?? 0) + weight;
    if (all === 0) this.weightOf.delete(owner);
    else this.weightOf.set(owner, all);
  }

  /** As many as fit, one at least. */
  private take(): readonly Waiting<Item>[] {
    let weight = 0;
    const end = this.queue.findIndex((waiting, n) => {
      weight += waiting.weight;
      return n > 0 && weight > this.options.mostWeight;
    });
    return this.queue.splice(0, end === -1 ? this.queue.length : end);
  }

  private async write(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.options.write(batch.map((waiting) => waiting.item));
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }
}
