import { setTimeout as delay } from 'node:timers/promises';
import type { House } from './house.js';

/** How far the deliveries of a route are. */
export type Progress = { readonly contacts: number; readonly events: number; readonly open: number; readonly waiting: number; readonly underWay: number };

const LOOK = `select count(*) filter (where kind = 'contact' and delivered > 0)::int as contacts, count(*) filter (where kind = 'event' and delivered > 0)::int as events,
    count(*) filter (where state in ('pending', 'sending', 'confirming', 'unknown'))::int as open, count(*) filter (where state = 'sending')::int as "underWay",
    (select count(*) from route_change where route_id = $1)::int as waiting
  from delivery where route_id = $1`;

const PAUSE_MS = 200;
/** Looks may take this share of the time: a benchmark must not be what keeps the database busy. */
const SHARE = 0.05;

/** Looks again and again at what was delivered. */
export class ProgressWatch {
  now: Progress = { contacts: 0, events: 0, open: 0, waiting: 0, underWay: 0 };
  private running = true;
  private readonly looking: Promise<void>;

  constructor(
    private readonly house: House,
    private readonly routeId: string,
  ) {
    this.looking = this.loop();
  }

  async look(): Promise<Progress> {
    const [row] = await this.house.dataSource.query<Progress[]>(LOOK, [this.routeId]);
    this.now = row ?? this.now;
    return this.now;
  }

  private async loop(): Promise<void> {
    while (this.running) {
      const startedAt = performance.now();
      await this.look();
      await delay(Math.max(PAUSE_MS, (performance.now() - startedAt) / SHARE));
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.looking;
  }
}
