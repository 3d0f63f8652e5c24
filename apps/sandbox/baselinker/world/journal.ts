/** The journal of order events (sheet section 3). */
import type { Random } from '../../common/random.js';
import type { Behaviour } from '../options.js';
import type { Clock } from './clock.js';

export const LOG = {
  created: 1, confirmed: 2, paid: 3, removed: 4, merged: 5, split: 6, invoice: 7, receipt: 8, package: 9, delivery: 11, productAdded: 12, productEdited: 13,
  productRemoved: 14, edited: 16, copied: 17, status: 18, invoiceRemoved: 19, invoiceEdited: 21, packageStatus: 22,
} as const;

export type LogEntry = { readonly id: number; readonly type: number; readonly orderId: number; /** 0 = has no meaning. */ readonly objectId: number; /** Unix seconds. */ readonly date: number };
export type LogFilter = { readonly from: number; /** null = all. */ readonly types: readonly number[] | null; readonly orderId: number | null };

type Written = LogEntry & { readonly writtenMs: number };
type Waiting = { readonly atMs: number; readonly type: number; readonly orderId: number; readonly objectId: number; readonly eventMs: number };

/** Of entries whose date is some seconds before that of the entry before them. */
const STEPS_BACK = 0.08;

export class Journal {
  private readonly entries: Written[] = [];
  private waiting: Waiting[] = [];
  private lastId = 91_000_000;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    public on: boolean,
  ) {}

  /** Nothing is written while it is off. @param delayMs the entry gets its number so much later */
  write(type: number, orderId: number, objectId = 0, { atMs = this.clock.nowMs(), delayMs = 0 }: { readonly atMs?: number; readonly delayMs?: number } = {}): void {
    if (!this.on) return;
    this.flush();
    if (delayMs > 0) this.waiting.push({ atMs: atMs + delayMs, type, orderId, objectId, eventMs: atMs });
    else this.append({ atMs, type, orderId, objectId, eventMs: atMs });
  }

  /** What a call gives; empty while the journal is off. */
  read({ from, types, orderId }: LogFilter, { journalInclusive, journalKeepMs, journalCap }: Behaviour): readonly LogEntry[] {
    if (!this.on) return [];
    this.flush();
    const oldest = this.clock.nowMs() - journalKeepMs;
    const found: LogEntry[] = [];
    for (let at = this.firstFrom(journalInclusive ? from : from + 1); at < this.entries.length && found.length !== journalCap; at += 1) {
      const entry = this.entries[at];
      if (entry === undefined || entry.writtenMs < oldest) continue;
      if ((orderId === null || entry.orderId === orderId) && (types?.includes(entry.type) ?? true)) found.push(entry);
    }
    return found;
  }

  /** Everything ever written, oldest first. */
  all(): readonly LogEntry[] {
    this.flush();
    return this.entries.map(({ id, type, orderId, objectId, date }) => ({ id, type, orderId, objectId, date }));
  }

  private append({ atMs, type, orderId, objectId, eventMs }: Waiting): void {
    // Other accounts write between ours: two entries recorded one after the other were 36 apart.
    this.lastId += this.random.int(1, 60);
    const back = this.random.chance(STEPS_BACK) ? this.random.int(1, 4) : 0;
    this.entries.push({ id: this.lastId, type, orderId, objectId, date: Math.floor(eventMs / 1000) - back, writtenMs: atMs });
  }

  private flush(): void {
    const now = this.clock.nowMs();
    const due = this.waiting.filter(({ atMs }) => atMs <= now).sort((a, b) => a.atMs - b.atMs);
    if (due.length === 0) return;
    this.waiting = this.waiting.filter(({ atMs }) => atMs > now);
    for (const entry of due) this.append(entry);
  }

  private firstFrom(id: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.id ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
