import type { Queryable } from '#libs/security/queryable.js';

/** considered = queued + collapsed + alreadySent + excluded; the reasons make up the excluded. */
export type RouteLedger = {
  readonly considered: number;
  readonly queued: number;
  readonly collapsed: number;
  readonly alreadySent: number;
  readonly excluded: number;
  readonly reasons: Readonly<Record<string, number>>;
};
export const EMPTY_ROUTE_LEDGER: RouteLedger = { considered: 0, queued: 0, collapsed: 0, alreadySent: 0, excluded: 0, reasons: {} };

export function routeAddsUp(ledger: RouteLedger): boolean {
  const reasons = Object.values(ledger.reasons).reduce((sum, count) => sum + count, 0);
  return ledger.considered === ledger.queued + ledger.collapsed + ledger.alreadySent + ledger.excluded && reasons === ledger.excluded;
}

/** Records still to be considered; `forOwner` of them wait for somebody to become known. */
export type Changes = { readonly changes: number; readonly forOwner: number };
export type LastExport = { readonly id: string; readonly state: string; readonly desired: string };
export type RouteCounts = { readonly ledgers: ReadonlyMap<string, RouteLedger>; readonly changes: ReadonlyMap<string, Changes>; readonly exports: ReadonlyMap<string, LastExport> };

/** What many routes have counted, in three statements. */
export async function routeCounts(database: Queryable, ids: readonly string[]): Promise<RouteCounts> {
  const ledgers = await database.query<(RouteLedger & { id: string })[]>(
    `select route_id as id, considered::float8 as considered, queued::float8 as queued, collapsed::float8 as collapsed, already_sent::float8 as "alreadySent",
       excluded::float8 as excluded, excluded_reasons as reasons from route_ledger where route_id = any($1::uuid[])`,
    [ids],
  );
  const changes = await database.query<(Changes & { id: string })[]>(
    `select route_id as id, count(*)::int as changes, count(wait_for)::int as "forOwner" from route_change where route_id = any($1::uuid[]) group by 1`,
    [ids],
  );
  const exports = await database.query<(LastExport & { route: string })[]>(
    `select distinct on (route_id) route_id as route, id, state, desired from route_export where route_id = any($1::uuid[]) order by route_id, id desc`,
    [ids],
  );
  return {
    ledgers: new Map(ledgers.map(({ id, ...ledger }) => [id, ledger])),
    changes: new Map(changes.map(({ id, ...counts }) => [id, counts])),
    exports: new Map(exports.map(({ route, ...last }) => [route, last])),
  };
}
