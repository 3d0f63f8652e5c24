import { askOne } from '../measure/database.js';
import type { House } from './house.js';

export type RouteLedger = { readonly considered: number; readonly queued: number; readonly collapsed: number; readonly already_sent: number; readonly excluded: number; readonly excluded_reasons: Readonly<Record<string, number>> };
export type DestinationLedger = { readonly queued: number; readonly delivered: number; readonly failed: number; readonly unknown: number; readonly pending: number; readonly cancelled: number };
export type Ledgers = { readonly route: RouteLedger; readonly destination: DestinationLedger };

/** Open rows that were sent and not settled count as unknown here; a turn that is owed on top of one counts as pending. */
const DESTINATION = `select coalesce(sum(queued), 0)::int as queued, coalesce(sum(delivered), 0)::int as delivered, coalesce(sum(failed), 0)::int as failed, coalesce(sum(cancelled), 0)::int as cancelled,
    count(*) filter (where state in ('sending', 'confirming', 'unknown'))::int as unknown, (count(*) filter (where state = 'pending') + count(*) filter (where again))::int as pending
  from delivery where route_id = $1`;

export async function readLedgers({ launched: { databaseUrl } }: House, routeId: string): Promise<Ledgers> {
  return {
    route: await askOne<RouteLedger>(databaseUrl, `select considered::int, queued::int, collapsed::int, already_sent::int, excluded::int, excluded_reasons from route_ledger where route_id = $1`, [routeId]),
    destination: await askOne<DestinationLedger>(databaseUrl, DESTINATION, [routeId]),
  };
}

/** What does not add up, in words. */
export function ledgerFaults({ route, destination }: Ledgers): string[] {
  const sum = route.queued + route.collapsed + route.already_sent + route.excluded;
  const settled = destination.delivered + destination.failed + destination.unknown + destination.pending + destination.cancelled;
  const reasons = Object.values(route.excluded_reasons).reduce((total, count) => total + count, 0);
  return [
    ...(route.considered === sum ? [] : [`the route considered ${String(route.considered)} and accounts for ${String(sum)}`]),
    ...(route.excluded === reasons ? [] : [`the route left out ${String(route.excluded)} and gives reasons for ${String(reasons)}`]),
    ...(route.queued === destination.queued ? [] : [`the route queued ${String(route.queued)}, the destination took ${String(destination.queued)}`]),
    ...(destination.queued === settled ? [] : [`the destination took ${String(destination.queued)} and accounts for ${String(settled)}`]),
    ...(destination.failed === 0 ? [] : [`${String(destination.failed)} deliveries failed`]),
    ...(destination.unknown + destination.pending === 0 ? [] : [`${String(destination.unknown + destination.pending)} deliveries are still open`]),
  ];
}
