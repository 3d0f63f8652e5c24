import { askOne } from '../measure/database.js';
import type { House } from './house.js';
import { appliedSince, countedBy, waitingIn } from './inbox.js';
import { countOf, keysOf, type Names } from './names.js';
import { judgeReads, leastRequests, readsById, type ReadCounts } from './panel-reads.js';
import type { Percentiles } from '../load/percentiles.js';

/** Where a drain began: the database's time, and what was counted until then. */
export type Start = { readonly at: string; readonly atMs: number; readonly received: number; readonly stored: number };

/** What became of deliveries about `named` different records. */
export type Evidence = {
  readonly named: number;
  readonly received: number;
  readonly stored: number;
  readonly stillWaiting: number;
  /** Inbox rows applied. */
  readonly applied: number;
  /** Named records whose stored copy was asked for after the start; each was changed in the panel before. */
  readonly fresh: number;
  readonly panel: ReadCounts & { readonly requests: number; readonly byId: number; readonly least: number; readonly recordsPerRequest: number; readonly logComplete: boolean };
  /** From the start until the first of them was on its card. */
  readonly firstAppliedSeconds: number | null;
  /** From stored to applied, ms. */
  readonly waited: Percentiles;
  readonly runs: Readonly<Record<string, number>>;
};

async function freshOf({ launched, integrationId }: House, names: Names, since: string): Promise<number> {
  const { count } = await askOne<{ count: number }>(
    launched.databaseUrl,
    `select count(*)::int as count from source_record where integration_id = $1 and requested_at >= $2::timestamptz
       and ((kind = 'customer' and external_id = any($3::text[])) or (kind = 'order' and external_id = any($4::text[])))`,
    [integrationId, since, names.customers.map(String), names.orders.map(String)],
  );
  return count;
}

async function runsSince({ launched, integrationId }: House, since: string): Promise<Record<string, number>> {
  return (
    await askOne<{ runs: Record<string, number> }>(
      launched.databaseUrl,
      `select coalesce(jsonb_object_agg(kind, n), '{}') as runs from (select kind, count(*)::int as n from run where integration_id = $1 and created_at >= $2::timestamptz group by kind) k`,
      [integrationId, since],
    )
  ).runs;
}

/** Gathers it from the database and, independently, from the panel's own log, which was reset at the start. */
export async function gather(house: House, names: Names, start: Start): Promise<Evidence> {
  const [counted, applied, stats] = [await countedBy(house), await appliedSince(house, start.at), await house.panel.stats()];
  const reads = readsById(stats.log);
  const byId = reads.requests.customers + reads.requests.addresses + reads.requests.orders;
  return {
    named: countOf(names),
    received: counted.received - start.received,
    stored: counted.stored - start.stored,
    stillWaiting: await waitingIn(house),
    applied: applied.rows,
    fresh: await freshOf(house, names, start.at),
    panel: {
      ...judgeReads(keysOf(names), reads),
      requests: stats.requests, byId, least: leastRequests({ customers: names.customers.length, orders: names.orders.length }),
      recordsPerRequest: Math.round((10 * countOf(names)) / Math.max(1, byId)) / 10,
      logComplete: stats.requests <= stats.log.length,
    },
    firstAppliedSeconds: applied.firstAt === null ? null : Math.round((applied.firstAt - start.atMs) / 100) / 10,
    waited: applied.waited,
    runs: await runsSince(house, start.at),
  };
}

/** What does not add up, in words; nothing when no delivery was lost and none did more than it should. */
export function shortfalls(where: string, evidence: Evidence, answers: Readonly<Record<string, number>>): string[] {
  const { named, received, stored, stillWaiting, applied, fresh, panel } = evidence;
  const wrong = (what: string, is: number, should: number): string[] => (is === should ? [] : [`${where}: ${what} ${String(is)} instead of ${String(should)}`]);
  return [
    ...wrong('deliveries answered 204', answers['204'] ?? 0, named),
    ...wrong('deliveries counted', received, named),
    ...wrong('records put into the inbox', stored, named),
    ...wrong('records still waiting', stillWaiting, 0),
    ...wrong('inbox rows applied', applied, named),
    ...wrong('records brought up to date', fresh, named),
    ...(panel.logComplete ? [...wrong('named records the panel was never asked for', panel.never, 0), ...wrong('records read more than once', panel.again, 0)] : []),
  ];
}
