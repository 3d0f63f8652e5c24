import type { DataSource } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { streamOf, type OpenAccount } from './open-account.js';
import type { IntegrationRow } from './rows.js';

const SEEKING = `select 1 from route where integration_id = $1 and deleted_at is null and state = 'on' and options->>'emailByPhone' <> 'off' limit 1`;

/**
 * A number is asked about where no stored order tells an e-mail for it, again by an order of another day. Orders that tell one have
 * a card, so that the phone hints at it.
 */
const LOOK_UPS = `
  with recent as (
    select s.keys, s.body, s.placed_at from source_record s where s.integration_id = $1 and s.kind = 'order' and s.gone_at is null and s.placed_at > now() - interval '30 days'
  ), sought as (
    select distinct substr(k, 7) as phone, r.placed_at::date as day from recent r cross join unnest(r.keys) k
    where k like 'phone:%' and r.body::jsonb #>> '{marketplace,name}' = 'allegro' and not exists (select 1 from unnest(r.keys) e where e like 'email:%')
  ) select (select count(*) from recent)::int as orders, (select count(*) from sought where not exists (
      select 1 from hint h join source_record s on s.customer_id = h.customer_id
      where h.workspace_id = $2 and h.type = 'phone' and h.value = sought.phone and s.integration_id = $1 and s.kind = 'order' and s.gone_at is null
        and s.keys @> array['phone:' || sought.phone] and exists (select 1 from unnest(s.keys) e where e like 'email:%')
    ))::int as "atMost"`;

/**
 * What e-mails looked for by phone cost: `requestsEach` a look-up, and one more for each order found that is not stored. `atMost`:
 * look-ups the orders of the last 30 days would have taken; null while none of these days are stored. Null: no route looks.
 */
async function lookUps(dataSource: DataSource, { id, workspace_id: workspaceId }: IntegrationRow, requestsEach: number | undefined): Promise<JsonObject | null> {
  if (requestsEach === undefined || (await dataSource.query<unknown[]>(SEEKING, [id])).length === 0) return null;
  const [row] = await dataSource.query<{ orders: number; atMost: number }[]>(LOOK_UPS, [id, workspaceId]);
  return { requestsEach, atMost: row === undefined || row.orders === 0 ? null : row.atMost };
}

/** What following a journal costs beside its looks; null for platforms without one. */
export async function journalCost(dataSource: DataSource, integration: IntegrationRow, account: OpenAccount): Promise<JsonObject | null> {
  const { journal, requestsPerPhone } = account.definition;
  if (journal === undefined) return null;
  const recordsEach = streamOf(account, journal.stream).byIds?.most ?? null;
  return { pollSeconds: Math.round(journal.pollMs(integration.settings) / 1_000), recordsEach, lookUps: await lookUps(dataSource, integration, requestsPerPhone) };
}
