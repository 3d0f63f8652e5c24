/** What reached a simulated platform; control requests are not counted. */
export type LoggedRequest = {
  /** Real time, ms since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The first 4,000 characters, where the platform is asked by POST. */
  readonly body?: string;
};

export type Stats = {
  readonly requests: number;
  readonly byResource: Readonly<Record<string, number>>;
  /** By HTTP status; `none` = never answered. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Real times in ms of the last 10,000 requests, oldest first. */
  readonly recent: readonly number[];
  readonly lastRequestAt: number | null;
  /** The last 10,000 requests, oldest first; keys in the query are masked. */
  readonly log: readonly LoggedRequest[];
};

const KEPT = 10_000;

export class StatsBook {
  private requests = 0;
  private inFlight = 0;
  private maxInFlight = 0;
  private byResource = new Map<string, number>();
  private byStatus = new Map<string, number>();
  private log: LoggedRequest[] = [];

  begin(entry: LoggedRequest, resource: string): void {
    this.requests += 1;
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    this.byResource.set(resource, (this.byResource.get(resource) ?? 0) + 1);
    if (this.log.length >= 2 * KEPT) this.log = this.log.slice(-KEPT);
    this.log.push({ ...entry, query: entry.query.replace(/ws_key=[^&]*/g, 'ws_key=***') });
  }

  answered(status: number): void {
    this.count(String(status));
  }

  end(answered: boolean): void {
    this.inFlight -= 1;
    if (!answered) this.count('none');
  }

  private count(status: string): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  }

  read(): Stats {
    const log = this.log.slice(-KEPT);
    return {
      requests: this.requests,
      byResource: Object.fromEntries(this.byResource),
      byStatus: Object.fromEntries(this.byStatus),
      inFlight: this.inFlight,
      maxInFlight: this.maxInFlight,
      recent: log.map((entry) => entry.at),
      lastRequestAt: log.at(-1)?.at ?? null,
      log,
    };
  }

  /** Forgets everything but the requests still running. */
  reset(): void {
    this.requests = 0;
    this.maxInFlight = this.inFlight;
    this.byResource = new Map();
    this.byStatus = new Map();
    this.log = [];
  }
}
