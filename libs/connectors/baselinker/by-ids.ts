import { isFailure } from '#libs/domain/failure.js';
import { mapRows } from '../sdk/map-rows.js';
import type { FetchedByIds } from '../sdk/page.js';
import { oneByOne } from '../sdk/one-by-one.js';
import type { ByIds } from '../sdk/stream.js';
import { isRow } from '../sdk/values.js';
import type { BaseLinkerClient } from './baselinker.client.js';
import { untrustworthy } from './baselinker.errors.js';
import { mapOrder, orderIdOf } from './order.mapper.js';

/** An order that is gone is an empty answer, or an error about its id (sheet section 7). */
async function one(client: BaseLinkerClient, id: string, signal: AbortSignal): Promise<FetchedByIds> {
  const nothing = { records: [], rejects: [], excluded: [], missing: [id], requestedMs: client.nowMs() };
  try {
    // Without the flag an unconfirmed order would look like a removed one (sheet section 4).
    const { rows, requestedMs } = await client.orders({ order_id: Number(id), get_unconfirmed_orders: true }, signal);
    if (rows.length === 0) return { ...nothing, requestedMs };
    const named = rows.map((row) => (isRow(row) ? orderIdOf(row) : null));
    if (named.some((other) => other !== null && other !== id)) throw untrustworthy('filter_ignored', 'getOrders');
    const own = Math.max(0, named.indexOf(id));
    const { records, rejects } = mapRows(rows.slice(own, own + 1), mapOrder, orderIdOf);
    // Whatever is wrong with the row, its number too: it is the answer about this order, and must not stand in the way of others.
    return { records, rejects: rejects.map((reject) => ({ ...reject, externalId: id })), excluded: [], missing: [], requestedMs };
  } catch (error) {
    if (isFailure(error) && error.code === 'order_id_refused') return nothing;
    throw error;
  }
}

/** One order a request: the platform has no filter for several ids. */
export const byIds = (client: BaseLinkerClient): ByIds => oneByOne((id, signal) => one(client, id, signal), () => client.nowMs());
