/** Records by id, and in orders that are kept until something changes. */
export class Table<T extends { readonly id: number }> {
  private readonly known = new Map<number, T>();
  private readonly orders = new Map<string, readonly T[]>();

  /** @param what for messages */
  constructor(private readonly what: string) {}

  get size(): number {
    return this.known.size;
  }

  get(id: number): T | undefined {
    return this.known.get(id);
  }

  /** @throws Error when there is no such record */
  need(id: number): T {
    const found = this.known.get(id);
    if (found === undefined) throw new Error(`There is no ${this.what} ${String(id)}`);
    return found;
  }

  add(record: T): void {
    this.known.set(record.id, record);
    this.changed();
  }

  remove(id: number): void {
    this.known.delete(id);
    this.changed();
  }

  /** After every edit of a record, for it may stand elsewhere now. */
  changed(): void {
    this.orders.clear();
  }

  all(): Iterable<T> {
    return this.known.values();
  }

  /** @param name the same name means the same comparison */
  sorted(name: string, compare: (a: T, b: T) => number): readonly T[] {
    const kept = this.orders.get(name);
    if (kept !== undefined) return kept;
    const list = [...this.known.values()].sort(compare);
    this.orders.set(name, list);
    return list;
  }

  /** Ascending by id. */
  list(): readonly T[] {
    return this.sorted('id asc', (a, b) => a.id - b.id);
  }
}
