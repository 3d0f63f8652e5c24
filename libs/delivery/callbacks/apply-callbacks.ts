import { isFailure } from '#libs/domain/failure.js';
import type { DeliveryEngine } from '../engine.js';
import { findRoutes, type DestinationRow, type RouteRow } from '../rows.js';
import { endCallback, noteCallbacks, retryCallback, takeCallbacks, type CallbackRow } from './take-callbacks.js';
import { findAccountHolders, isKnown } from './who.js';
import { writeToShop } from './write-to-shop.js';

/** After so many tries the shop is left as it is, and the list says so. */
const MOST_ATTEMPTS = 8;
const FIRST_WAIT_MS = 30_000;

/** Of several calls about one address the last one counts; the others are over. */
function sortOut(rows: readonly CallbackRow[]): { readonly last: readonly CallbackRow[]; readonly superseded: readonly CallbackRow[] } {
  const last = new Map(rows.map((row) => [`${row.routeId}\n${row.address}`, row]));
  return { last: [...last.values()], superseded: rows.filter((row) => last.get(`${row.routeId}\n${row.address}`) !== row) };
}

async function applyOne(engine: DeliveryEngine, route: RouteRow, row: CallbackRow): Promise<void> {
  const { dataSource } = engine.sync;
  const holders = await findAccountHolders(dataSource, route, row.address);
  if (holders.length === 0) {
    const known = await isKnown(dataSource, route, row.address);
    return endCallback(dataSource, row, known ? 'not_written:no_account' : 'unknown_person', null);
  }
  try {
    const written = await writeToShop(engine, route, holders, row.direction);
    return await endCallback(dataSource, row, written.outcome, written.detail);
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (error.retryable && row.attempts + 1 < MOST_ATTEMPTS) return retryCallback(dataSource, row, error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** row.attempts);
    return endCallback(dataSource, row, `not_written:${error.code}`, { ...error.toJSON() });
  }
}

/**
 * Applies what the destination has told of opt-ins and opt-outs: remembered at once, written to the shop for account holders.
 * Repeating it changes nothing. @returns how many calls were dealt with
 */
export async function applyCallbacks(engine: DeliveryEngine, destination: DestinationRow): Promise<number> {
  const { dataSource } = engine.sync;
  const rows = await takeCallbacks(dataSource, destination.id);
  if (rows.length === 0) return 0;
  await noteCallbacks(dataSource, destination.account ?? '', rows);
  const routes = new Map((await findRoutes(dataSource, destination.id)).map((route) => [route.id, route]));
  const { last, superseded } = sortOut(rows);
  for (const row of superseded) await endCallback(dataSource, row, 'superseded', null);
  for (const row of last) {
    const route = routes.get(row.routeId);
    if (route === undefined) await endCallback(dataSource, row, 'not_written:route_not_started', null);
    else await applyOne(engine, route, row);
  }
  return rows.length;
}
