/**
 * What this process has learned about a panel beyond one open account: accounts are opened for seconds, the panel's clock
 * and load outlive them. Keyed by the panel's origin; nothing here is about a person.
 */
const REMEMBERED = 2_000;
/** The panel is asked for its load once in so many requests: a fiftieth of the traffic. */
const REQUESTS_PER_LOOK = 50;
const ASK_MS = 3_600_000;

class Memory<T> {
  private readonly known = new Map<string, T>();

  constructor(private readonly make: () => T) {}

  of(address: string): T {
    const found = this.known.get(address);
    if (found !== undefined) return found;
    if (this.known.size >= REMEMBERED) this.known.clear();
    const made = this.make();
    this.known.set(address, made);
    return made;
  }
}

/** The panel's clock against ours: what it says when it is asked, else the `Date` of its answers, which may be a proxy's. */
export class PanelClock {
  skewMs: number | null = null;
  private askedMs: number | null = null;
  private hasTold = false;

  /** True when the panel has not been asked for an hour. */
  isDue(nowMs: number): boolean {
    return this.askedMs === null || Math.abs(nowMs - this.askedMs) > ASK_MS;
  }

  /** @param date header of an answer @param sentMs when the request was sent, by our clock */
  learn(date: string | undefined, sentMs: number): void {
    if (!this.hasTold) this.set(Date.parse(date ?? ''), sentMs);
  }

  /** The panel's own answer, ms since 1970; null when it did not say. */
  told(ms: number | null, sentMs: number): void {
    this.askedMs = sentMs;
    this.hasTold = ms !== null;
    if (ms !== null) this.set(ms, sentMs);
  }

  private set(ms: number, sentMs: number): void {
    // Whole seconds: smaller differences are no difference.
    if (!Number.isNaN(ms)) this.skewMs = Math.abs(ms - sentMs) < 2_000 ? 0 : ms - sentMs;
  }
}

export class PanelLoad {
  private sent = 0;

  /** Counts a request; true when the load should be looked at before it. */
  isDue(): boolean {
    this.sent += 1;
    if (this.sent <= REQUESTS_PER_LOOK) return false;
    this.sent = 0;
    return true;
  }

  /** It was overloaded: the next request looks again. */
  lookAgain(): void {
    this.sent = REQUESTS_PER_LOOK;
  }
}

const clocks = new Memory(() => new PanelClock());
const loads = new Memory(() => new PanelLoad());

export const clockOf = (address: string): PanelClock => clocks.of(address);
export const loadOf = (address: string): PanelLoad => loads.of(address);
