import type { EntityManager } from 'typeorm';
import type { RouteExportEntity } from '#libs/persistence/entities/route-export.entity.js';
import type { RouteEnds } from './route.finder.js';

/** An export with what it belongs to; `waiting`: people who were handed over and are not settled yet. */
export type FoundExport = { readonly row: RouteExportEntity; readonly ends: RouteEnds; readonly waiting: number };

const WAITING = `select count(distinct address)::int as waiting from delivery where route_id = $1 and silent and state in ('pending', 'sending', 'confirming', 'unknown')`;

/** Only a running export has anybody waiting for it. */
export async function waitingFor(manager: EntityManager, row: RouteExportEntity): Promise<number> {
  if (row.state !== 'running') return 0;
  const [found] = await manager.query<{ waiting: number }[]>(WAITING, [row.routeId]);
  return found?.waiting ?? 0;
}
