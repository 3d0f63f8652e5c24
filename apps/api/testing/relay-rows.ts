import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { routeOptionsSchema } from '#libs/destinations/sdk/route-options.schema.js';

type Place = { readonly dataSource: DataSource; readonly workspaceId: string };

/** A saved integration of a platform that can feed routes. */
export async function addSource({ dataSource, workspaceId }: Place, over: { settings?: JsonObject; facts?: JsonObject; accountKey?: string | null; state?: string } = {}): Promise<string> {
  const id = newId();
  await dataSource.query(
    `insert into integration (id, workspace_id, platform, code, name, state, settings, account_key, check_report) values ($1, $2, 'idosell', $3, 'Sklep źródłowy', $4, $5, $6, $7)`,
    [id, workspaceId, `idosell-${id.slice(-6)}`, over.state ?? 'running', JSON.stringify(over.settings ?? {}), over.accountKey === undefined ? id.replaceAll('-', '') : over.accountKey, JSON.stringify({ ticks: [], facts: over.facts ?? {} })],
  );
  return id;
}

export async function addDestination({ dataSource, workspaceId }: Place, over: { state?: string; settings?: JsonObject; desired?: string } = {}): Promise<string> {
  const id = newId();
  await dataSource.query(
    `insert into destination (id, workspace_id, kind, code, name, state, desired, account, address, settings) values ($1, $2, 'salesmanago', $3, 'Odbiorca', $4, $5, $6, 'http://127.0.0.1:8099', $7)`,
    [id, workspaceId, `salesmanago-${id.slice(-6)}`, over.state ?? 'ready', over.desired ?? 'run', id.replaceAll('-', ''), JSON.stringify(over.settings ?? {})],
  );
  return id;
}

/** A route between the two, with a ledger. */
export async function addRoute({ dataSource, workspaceId }: Place, integrationId: string, destinationId: string, over: { state?: string; options?: JsonObject } = {}): Promise<string> {
  const id = newId();
  const options = routeOptionsSchema.parse({ scope: 'everyone', ...over.options });
  await dataSource.query(`insert into route (id, workspace_id, integration_id, destination_id, name, state, options, started_at, events_from) values ($1, $2, $3, $4, 'Trasa', $5, $6, now(), now())`, [
    id, workspaceId, integrationId, destinationId, over.state ?? 'on', JSON.stringify(options),
  ]);
  await dataSource.query(`insert into route_ledger (route_id) values ($1)`, [id]);
  return id;
}

/** Source, destination and a route that is on. */
export async function addRelay(place: Place): Promise<{ readonly source: string; readonly destination: string; readonly route: string }> {
  const [source, destination] = [await addSource(place), await addDestination(place)];
  return { source, destination, route: await addRoute(place, source, destination) };
}

export type DeliveryRow = {
  readonly state: string;
  readonly kind?: string;
  readonly key?: string;
  readonly address?: string;
  readonly again?: boolean;
  readonly reason?: string;
  readonly recordId?: string;
  readonly orderId?: string;
  readonly silent?: boolean;
  readonly problem?: JsonObject;
};

const OPEN: ReadonlySet<string> = new Set(['pending', 'sending', 'confirming', 'unknown']);

/** A delivery whose counters fit its state: queued once, and settled when it is. */
export async function addDelivery({ dataSource, workspaceId }: Place, routeId: string, row: DeliveryRow): Promise<string> {
  const id = newId();
  const settled = OPEN.has(row.state) ? null : row.state;
  await dataSource.query(
    `insert into delivery (id, workspace_id, route_id, destination_id, kind, key, address, silent, state, again, reason, record_id, order_id, problem, queued, delivered, failed, cancelled, settled_at)
     select $1, $2, $3, r.destination_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, case when $18 then now() end from route r where r.id = $3`,
    [
      id, workspaceId, routeId, row.kind ?? 'contact', row.key ?? row.kind ?? 'contact', row.address ?? `${id}@example.com`, row.silent ?? false, row.state, row.again ?? false, row.reason ?? null,
      row.recordId ?? null, row.orderId ?? null, row.problem === undefined ? null : JSON.stringify(row.problem), row.again === true ? 2 : 1,
      settled === 'delivered' ? 1 : 0, settled === 'failed' ? 1 : 0, settled === 'cancelled' ? 1 : 0, settled !== null,
    ],
  );
  return id;
}

/** One delivery of each state, and one that is to go once more. */
export async function addEachState(place: Place, routeId: string): Promise<Readonly<Record<string, string>>> {
  const made: Record<string, string> = {};
  for (const state of ['pending', 'sending', 'confirming', 'unknown', 'delivered', 'failed', 'cancelled']) made[state] = await addDelivery(place, routeId, { state });
  made['again'] = await addDelivery(place, routeId, { state: 'sending', again: true });
  return made;
}
