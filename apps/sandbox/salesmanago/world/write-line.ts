/** When records were written, so that a pace can be measured. */
export type Write = { /** Arrival of the request, real ms. */ readonly at: number; readonly endpoint: string; readonly contacts: number; readonly events: number };

const KEPT = 20_000;

export class WriteLine {
  private writes: Write[] = [];

  add(write: Write): void {
    if (this.writes.length >= 2 * KEPT) this.writes = this.writes.slice(-KEPT);
    this.writes.push(write);
  }

  /** The last 20,000 writes by arrival; a late commit takes its old place. */
  read(): readonly Write[] {
    return this.writes.slice(-KEPT).sort((a, b) => a.at - b.at);
  }

  /** Most records of a kind that arrived within any `windowMs`, the first millisecond included and the last not. */
  most(kind: 'contacts' | 'events', windowMs: number): number {
    const writes = this.read();
    let [first, sum, most] = [0, 0, 0];
    for (const write of writes) {
      sum += write[kind];
      for (let oldest = writes[first]; oldest !== undefined && oldest.at <= write.at - windowMs; first += 1, oldest = writes[first]) sum -= oldest[kind];
      most = Math.max(most, sum);
    }
    return most;
  }

  reset(): void {
    this.writes = [];
  }
}
