import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { migrate } from '#libs/persistence/migrate.js';
import { createDatabase } from '#tools/postgres/database.js';
import type { Target } from '../baseline/page-rows.js';
import type { BaselinePart } from '../baseline/pass.js';
import { ShopReader } from '../baseline/shop-reader.js';
import { STREAMS } from '../baseline/streams.js';
import { ask } from '../measure/database.js';
import type { SimulatedShop } from '../shop.js';

/** A database of the loop's own on the same server, with the schema of the service and the few rows records refer to. */
export type BaselineDatabase = { readonly url: string; readonly name: string; readonly target: Target };

export async function createBaselineDatabase(serverUrl: string): Promise<BaselineDatabase> {
  const name = `baseline_${randomUUID().slice(0, 8)}`;
  const url = await createDatabase(serverUrl, name);
  await migrate(url);
  const target = { workspaceId: v7(), integrationId: v7(), idFieldId: v7(), loginFieldId: v7() };
  await ask(url, `insert into workspace (id, name) values ($1, 'Baseline')`, [target.workspaceId]);
  await ask(url, `insert into integration (id, workspace_id, platform, code, name, state) values ($2, $1, 'prestashop', 'BASE', 'Baseline', 'running')`, [target.workspaceId, target.integrationId]);
  await ask(
    url,
    `insert into custom_field (id, workspace_id, key, label, type) values ($2, $1, 'shop_customer', 'Customer id', 'number'), ($3, $1, 'allegro_login', 'Allegro login', 'text')`,
    [target.workspaceId, target.idFieldId, target.loginFieldId],
  );
  return { url, name, target };
}

/** A run with as many parts a stream as there are requests in flight, cut by id. */
export async function planBaselineParts(database: BaselineDatabase, shop: SimulatedShop, inFlight: number): Promise<BaselinePart[]> {
  const { workspaceId, integrationId } = database.target;
  const runId = v7();
  await ask(database.url, `update run set state = 'complete' where integration_id = $1`, [integrationId]);
  await ask(
    database.url,
    `insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, 'initial', 'running', 0, 'baseline')`,
    [runId, workspaceId, integrationId],
  );
  const reader = new ShopReader(shop.url, shop.key, 1);
  const parts: BaselinePart[] = [];
  for (const stream of STREAMS) {
    const highest = await reader.highestId(stream);
    const share = Math.ceil(highest / inFlight);
    for (let first = 1; first <= highest; first += share) parts.push({ id: v7(), stream: stream.name, first, last: Math.min(highest, first + share - 1) });
  }
  await reader.close();
  await ask(
    database.url,
    `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version)
     select x.id, $2::uuid, $3::uuid, $4::uuid, x.stream, 'backfill', row_number() over (), jsonb_build_object('from', x.first, 'to', x.last), 0
     from jsonb_to_recordset($1::jsonb) as x(id uuid, stream text, first int, last int)`,
    [JSON.stringify(parts), runId, workspaceId, integrationId],
  );
  return parts;
}
