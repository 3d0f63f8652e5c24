/**
 * What this process has learned about a panel beyond one open account: accounts are opened for seconds, the panel's clock
 * and load outlive them. Keyed by the panel's origin; nothing here is about a person.
 */
const REMEMBERED = 2_000;
/** The panel is asked for its load once in so many requests: a fiftieth of the traffic. */
const REQUESTS_PER_LOOK = 50;

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

/** The panel's clock against ours, by the `Date` of its answers. */
export class PanelClock {
  skewMs: number | null = null;

  /** @param sentMs when the request was sent, by our clock */
  learn(date: string | undefined, sentMs: number): void {
    const ms = Date.parse(date ?? '');
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
}

const clocks = new Memory(() => new PanelClock());
const loads = new Memory(() => new PanelLoad());

export const clockOf = (address: string): PanelClock => clocks.of(address);
export const loadOf = (address: string): PanelLoad => loads.of(address);
