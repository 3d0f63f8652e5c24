import type { DataSource } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { streamOf, type OpenAccount } from './open-account.js';
import type { IntegrationRow } from './rows.js';

const SEEKING = `select 1 from route where integration_id = $1 and deleted_at is null and state = 'on' and options->>'emailByPhone' <> 'off' limit 1`;

/** A number that was looked up is not asked for again by the next order of the same person. */
const NUMBERS = `
  with recent as (
    select s.keys, s.body from source_record s where s.integration_id = $1 and s.kind = 'order' and s.gone_at is null and s.placed_at > now() - interval '30 days'
  ), sought as (
    select distinct substr(k, 7) as phone from recent r cross join unnest(r.keys) k
    where k like 'phone:%' and r.body::jsonb #>> '{marketplace,name}' = 'allegro' and not exists (select 1 from unnest(r.keys) e where e like 'email:%')
  ) select (select count(*) from recent)::int as orders,
    (select count(*) from sought where not exists (select 1 from phone_lookup p where p.integration_id = $1 and p.phone = sought.phone and p.state = 'done'))::int as numbers`;

/**
 * What e-mails looked for by phone cost: `requestsEach` a number, and one more for each order found that is not stored. `numbers`:
 * at most so many of the last 30 days; null while no orders of these days are stored. Null: no route looks.
 */
async function lookUps(dataSource: DataSource, integrationId: string, requestsEach: number | undefined): Promise<JsonObject | null> {
  if (requestsEach === undefined || (await dataSource.query<unknown[]>(SEEKING, [integrationId])).length === 0) return null;
  const [row] = await dataSource.query<{ orders: number; numbers: number }[]>(NUMBERS, [integrationId]);
  return { requestsEach, numbers: row === undefined || row.orders === 0 ? null : row.numbers };
}

/** What following a journal costs beside its looks; null for platforms without one. */
export async function journalCost(dataSource: DataSource, integration: IntegrationRow, account: OpenAccount): Promise<JsonObject | null> {
  const { journal, requestsPerPhone } = account.definition;
  if (journal === undefined) return null;
  const recordsEach = streamOf(account, journal.stream).byIds?.most ?? null;
  return { pollSeconds: Math.round(journal.pollMs(integration.settings) / 1_000), recordsEach, lookUps: await lookUps(dataSource, integration.id, requestsPerPhone) };
}
