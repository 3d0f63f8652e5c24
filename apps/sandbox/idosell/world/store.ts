/** Records of one kind in ascending order of their ids. Ids are never given twice, and some are skipped. */
export class Store<T extends { readonly id: number }> {
  readonly rows: T[] = [];
  private readonly byId = new Map<number, T>();
  /** Grows with every record that comes or goes. */
  changes = 0;
  private lastId: number;

  /** @param start the first id is the next one */
  constructor(start: number) {
    this.lastId = start;
  }

  get(id: number): T | undefined {
    return this.byId.get(id);
  }

  /** @throws Error when there is no such record */
  need(id: number): T {
    const row = this.byId.get(id);
    if (row === undefined) throw new Error(`There is no record ${String(id)}`);
    return row;
  }

  /** @param gap ids to skip */
  nextId(gap: number): number {
    this.lastId += 1 + gap;
    return this.lastId;
  }

  /** Takes a record whose id is the highest so far. */
  add(row: T): T {
    this.byId.set(row.id, row);
    this.rows.push(row);
    this.changes += 1;
    return row;
  }

  remove(id: number): boolean {
    if (!this.byId.delete(id)) return false;
    this.changes += 1;
    this.rows.splice(this.rows.findIndex((row) => row.id === id), 1);
    return true;
  }
}
