import type { DeliveryEngine } from '../engine.js';
import { lockPlanning } from '../consider/lock-planning.js';
import { nobodyEffect } from '../consider/nobody-effect.js';
import { writeEffects } from '../consider/write-effects.js';
import { cancelRefused, refusedAmong } from '../people/refused-orders.js';
import { findWays, putWays, type StoredRecord } from '../people/routing.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';
import { moveExport, NO_COUNTS, type ExportCounts, type ExportRow } from './export-row.js';

const PAGE = 1_000;

const NEXT = `select id as "recordId", kind, external_id as "externalId", owner_id as "ownerId", body from source_record
  where integration_id = $1 and kind in ('customer', 'order', 'subscriber') and id > $2::uuid order by id limit ${String(PAGE)}`;
const START = '00000000-0000-0000-0000-000000000000';

/** Finds out where the next records of a route lead; those that lead to nobody are counted with the reason. */
export async function routeRecords(engine: DeliveryEngine, route: RouteRow, row: ExportRow): Promise<number> {
  const { dataSource } = engine.sync;
  const after = row.cursor?.phase === 'records' ? row.cursor.after : START;
  const found = await dataSource.query<(Omit<StoredRecord, 'record'> & { body: string })[]>(NEXT, [route.integration_id, after]);
  const records = found.map(({ body, ...rest }): StoredRecord => ({ ...rest, record: JSON.parse(body) as NeutralRecord }));
  const connector = engine.sync.connectors(route.platform);
  const counts = row.counts ?? NO_COUNTS;
  await dataSource.transaction(async (manager) => {
    await lockPlanning(manager, route.id);
    const ways = await findWays(manager, route, connector, records);
    const nobody: Record<string, number> = { ...counts.records };
    for (const way of ways.values()) if (way.to !== 'address') nobody[way.to === 'nobody' ? way.reason : 'owner_not_known'] = (nobody[way.to === 'nobody' ? way.reason : 'owner_not_known'] ?? 0) + 1;
    // Counting costs the platform nothing: it is asked once somebody has seen how many there are.
    if (records.length > 0) await cancelRefused(manager, route.id, refusedAmong(records, ways, await putWays(manager, route, records, ways, row.state === 'running')));
    const last = records.length < PAGE;
    const next: ExportCounts = { ...counts, records: nobody };
    const total = last ? await peopleOf(manager, route.id) : undefined;
    // Whoever cannot be reached is listed as well: the confirmation has counted them.
    if (row.state === 'running') await writeEffects(manager, route, records.filter((record) => ways.get(record.recordId)?.to !== 'address').map((record) => nobodyEffect(record, ways.get(record.recordId), true)));
    const moved = await moveExport(manager, row, { cursor: last ? { phase: 'people', after: '' } : { phase: 'records', after: records.at(-1)?.recordId ?? after }, ...(row.state === 'counting' ? { counts: next } : {}), ...(total === undefined ? {} : { total }) });
    if (!moved) throw new ExportMoved();
  }).catch(ignoreMoved);
  return Math.max(1, records.length);
}

async function peopleOf(db: { query<T>(sql: string, parameters?: unknown[]): Promise<T> }, routeId: string): Promise<number> {
  const [row] = await db.query<{ count: number }[]>(`select count(distinct address)::int as count from routed_record where route_id = $1 and address is not null`, [routeId]);
  return row?.count ?? 0;
}

/** Somebody paused, cancelled or moved the export: the transaction is undone, and the next step looks again. */
export class ExportMoved extends Error {
  override readonly name = 'ExportMoved';
}

export function ignoreMoved(error: unknown): void {
  if (!(error instanceof ExportMoved)) throw error;
}
