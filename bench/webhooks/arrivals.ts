import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { sendOpenLoop } from '../load/open-loop.js';
import { percentiles, type Percentiles } from '../load/percentiles.js';
import { Poster } from '../load/post.js';
import { ask } from '../measure/database.js';
import type { House } from './house.js';
import { databaseNow } from './inbox.js';
import { changeAll } from './names.js';

/** How long changes took from their delivery to the card. */
export type Arrivals = { readonly deliveries: number; readonly arrived: number; readonly onCard: Percentiles; /** Cards that show the new address through the API. */ readonly shownByApi: number };

const LOOK_MS = 20;
const PATIENCE_MS = 120_000;

const FRESH = `select external_id as id from source_record where integration_id = $1 and kind = 'customer' and external_id = any($2::text[]) and requested_at >= $3::timestamptz`;

/** When each client's new version was committed, by id, in ms of `performance.now()`; gives up in time. */
async function watchCards({ launched, integrationId }: House, clients: readonly number[], since: string): Promise<Map<string, number>> {
  // One session for all looks: a new one each time would cost more than what it looks for.
  const client = new pg.Client({ connectionString: launched.databaseUrl });
  await client.connect();
  const seen = new Map<string, number>();
  try {
    const until = performance.now() + PATIENCE_MS;
    for (const waiting = new Set(clients.map(String)); waiting.size > 0 && performance.now() < until; await delay(LOOK_MS)) {
      const { rows } = await client.query<{ id: string }>(FRESH, [integrationId, [...waiting], since]);
      for (const { id } of rows) {
        seen.set(id, performance.now());
        waiting.delete(id);
      }
    }
    return seen;
  } finally {
    await client.end();
  }
}

async function shownByApi({ launched, integrationId }: House, clients: readonly number[], street: string): Promise<number> {
  const rows = await ask<{ card: string }>(
    launched.databaseUrl,
    `select customer_id as card from source_record where integration_id = $1 and kind = 'customer' and external_id = any($2::text[])`,
    [integrationId, clients.map(String)],
  );
  let shown = 0;
  for (const { card } of rows) shown += JSON.stringify(await launched.rest.call<object>('GET', `/customers/${card}`)).includes(street) ? 1 : 0;
  return shown;
}

/** Changes clients in the panel and delivers one webhook about each, at a low rate. */
export async function measureArrivals(house: House, clients: readonly number[], perSecond: number, street: string): Promise<Arrivals> {
  await changeAll(house.panel, { customers: clients, orders: [] }, street);
  const since = await databaseNow(house);
  const poster = new Poster(house.address);
  const watching = watchCards(house, clients, since);
  const body = (index: number): Buffer => Buffer.from(JSON.stringify({ client: { clientId: clients[index] } }));
  const sent = await sendOpenLoop({ count: clients.length, perSecond, send: (index) => poster.post({ contentType: 'application/json', body: body(index) }) });
  const seen = await watching;
  await poster.close();
  const took = sent.flatMap(({ index, dueMs }) => {
    const at = seen.get(String(clients[index]));
    return at === undefined ? [] : [at - dueMs];
  });
  return { deliveries: sent.length, arrived: took.length, onCard: percentiles(took), shownByApi: await shownByApi(house, clients, street) };
}
