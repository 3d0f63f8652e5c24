import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Localized } from '#libs/domain/words.js';
import { isDatabaseDown } from '../http/database-errors.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { within } from '../temporal/deadline.js';

/** A part that does not answer in this time is not ready, ms. */
const LIMIT_MS = 1_800;

export type PartHealth = { readonly name: string; readonly ok: boolean; readonly reason: Localized | null };

const DATABASE_AWAY: Localized = { pl: 'Baza danych nie odpowiada.', en: 'The database does not answer.' };
const TEMPORAL_AWAY: Localized = { pl: 'Temporal nie odpowiada.', en: 'Temporal does not answer.' };
const WORKERS_UNKNOWN: Localized = { pl: 'Nie wiadomo: Temporal nie odpowiada.', en: 'Not known: Temporal does not answer.' };

/** Whether everything the service needs answers now. */
@Injectable()
export class HealthService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
  ) {}

  async parts(): Promise<readonly PartHealth[]> {
    const [database, temporal, workers] = await Promise.all([this.database(), this.part('temporal', TEMPORAL_AWAY, () => this.temporal.ping()), this.workers()]);
    return [database, temporal, workers];
  }

  private async database(): Promise<PartHealth> {
    return await this.part('database', DATABASE_AWAY, () => this.dataSource.query('select 1'));
  }

  private async workers(): Promise<PartHealth> {
    let empty: string[] = [];
    const part = await this.part('workers', WORKERS_UNKNOWN, async () => {
      empty = (await this.temporal.queues()).filter((queue) => queue.workers === 0).map((queue) => queue.queue);
    });
    if (!part.ok || empty.length === 0) return part;
    const queues = empty.join(', ');
    return { name: 'workers', ok: false, reason: { pl: `Żaden proces roboczy nie obsługuje kolejek: ${queues}.`, en: `No worker serves the queues: ${queues}.` } };
  }

  private async part(name: string, away: Localized, ask: () => Promise<unknown>): Promise<PartHealth> {
    try {
      await within(LIMIT_MS, ask(), () => new Error('timeout expired'));
      return { name, ok: true, reason: null };
    } catch (thrown) {
      if (name === 'database' && !isDatabaseDown(thrown)) throw thrown;
      return { name, ok: false, reason: away };
    }
  }
}
