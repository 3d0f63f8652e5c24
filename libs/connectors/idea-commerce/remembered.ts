/** What was learned from an account, kept beyond one opening of it: accounts are opened for seconds. */
type Entry<T> = { readonly value: T; readonly atMs: number };

/** The least recently learned is forgotten first; nothing is kept longer than `keepMs`. */
export class Remembered<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly keepMs: number,
    private readonly most: number,
  ) {}

  /** What is known under a key, else what is learned now. A failure is not remembered. */
  async of(key: string, nowMs: number, learn: () => Promise<T>): Promise<T> {
    const found = this.entries.get(key);
    if (found !== undefined && Math.abs(nowMs - found.atMs) < this.keepMs) return found.value;
    const value = await learn();
    this.entries.delete(key);
    this.entries.set(key, { value, atMs: nowMs });
    for (const [oldest] of this.entries) if (this.entries.size > this.most) this.entries.delete(oldest);
    return value;
  }
}
