import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../measure/database.js';

/** Behind which id a part stood at a moment; a page with lower ids was committed before it. */
export type Mark = { readonly atMs: number; readonly stream: string; readonly to: number; readonly last: number };

const PAUSE_MS = 150;

/** Looks at the parts of a run again and again, also while the database is being killed. */
export class PartWatch {
  readonly marks: Mark[] = [];
  /** Pages committed so far. */
  pages = 0;
  /** Looks that were answered. */
  looks = 0;
  private readonly seen = new Map<string, number>();
  private running = true;
  private readonly looking: Promise<void>;

  constructor(
    private readonly databaseUrl: string,
    private readonly runId: string,
  ) {
    this.looking = this.loop();
  }

  private async look(): Promise<void> {
    const rows = await ask<{ id: string; stream: string; to: number; last: number; pages: number }>(
      this.databaseUrl,
      `select id, stream, (range->>'to')::float8 as to, (cursor->>'last')::float8 as last, pages::int from part where run_id = $1 and cursor is not null`,
      [this.runId],
    );
    const atMs = Date.now();
    for (const { id, stream, to, last } of rows) {
      if (this.seen.get(id) === last) continue;
      this.seen.set(id, last);
      this.marks.push({ atMs, stream, to, last });
    }
    this.pages = rows.reduce((sum, row) => sum + row.pages, 0);
    this.looks += 1;
  }

  private async loop(): Promise<void> {
    while (this.running) {
      // The database may be down because it was just killed; then there is nothing to see.
      await this.look().catch(() => undefined);
      await delay(PAUSE_MS);
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.looking;
  }
}
