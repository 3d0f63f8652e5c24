import { DEPENDENT_KINDS, type Dependent } from '#libs/domain/dependents.js';
import type { RunKind } from '#libs/domain/words.js';
import { streamsAskable } from '#libs/connectors/sdk/streams-read.js';
import { dependentRows } from '#libs/ingest/side-effects.js';
import { QUEUE_DEPENDENTS } from '#libs/ingest/statements-steer.js';
import type { Engine } from './engine.js';
import { findIntegration, type RunRow } from './rows.js';

/** Orders looked through at once: a statement stays short however many there are. */
const ORDERS = 2_000;
/** Named products are asked for with the pages of following; whole passes name those of orders read before. */
const WHOLE_PASSES: ReadonlySet<RunKind> = new Set(['initial', 'reread']);

async function queue(engine: Engine, run: RunRow, dependents: readonly Dependent[]): Promise<void> {
  const rows = dependentRows(dependents);
  if (rows.length > 0) await engine.dataSource.query(QUEUE_DEPENDENTS.text, [run.workspace_id, run.integration_id, JSON.stringify(rows)]);
}

async function unknownOwners(engine: Engine, run: RunRow): Promise<Dependent[]> {
  const owners = await engine.dataSource.query<{ owner_id: string }[]>(
    `select distinct r.owner_id from source_record r where r.integration_id = $1 and r.customer_id is null and r.owner_id is not null
       and not exists (select 1 from absent_record a where a.integration_id = r.integration_id and a.stream = 'customers' and a.external_id = r.owner_id)
       and not exists (select 1 from reject j where j.integration_id = r.integration_id and j.stream = 'customers' and j.external_id = r.owner_id and j.closed_at is null)`,
    [run.integration_id],
  );
  return owners.map(({ owner_id }) => ({ stream: 'customers', externalId: owner_id }));
}

const NEXT_ORDERS = `with page as (
    select external_id, body from source_record where integration_id = $1 and kind = 'order' and external_id > $2 order by external_id limit ${String(ORDERS)}
  ), named as (
    select distinct line->>'productId' as id from page, jsonb_array_elements(page.body::jsonb->'lines') as line where line->>'productId' is not null
  )
  select (select external_id from page order by external_id desc limit 1) as last, (select count(*)::int from page) as rows,
    (select coalesce(jsonb_agg(named.id), '[]') from named where not exists (select 1 from source_record r where r.integration_id = $1 and r.kind = 'product' and r.external_id = named.id)) as ids`;

/** Products of all stored orders, some thousand orders at a time. */
async function queueProducts(engine: Engine, run: RunRow): Promise<void> {
  for (let after = ''; ; ) {
    const [page] = await engine.dataSource.query<{ last: string | null; rows: number; ids: readonly string[] }[]>(NEXT_ORDERS, [run.integration_id, after]);
    if (page === undefined || page.last === null) return;
    await queue(engine, run, page.ids.map((externalId) => ({ stream: 'products', externalId })));
    if (page.rows < ORDERS) return;
    after = page.last;
  }
}

/**
 * Asks for what stored records name and nobody has stored, once a run has read everything it wanted: owners of orders and
 * addresses, and products, where the integration reads these.
 */
export async function queueUnknown(engine: Engine, run: RunRow): Promise<void> {
  const integration = await findIntegration(engine.dataSource, run.integration_id);
  if (integration === null) return;
  const askable = streamsAskable(engine.connectors(integration.platform), integration.settings).filter((stream) => DEPENDENT_KINDS.has(stream));
  if (askable.includes('customers')) await queue(engine, run, await unknownOwners(engine, run));
  if (askable.includes('products') && WHOLE_PASSES.has(run.kind)) await queueProducts(engine, run);
}
