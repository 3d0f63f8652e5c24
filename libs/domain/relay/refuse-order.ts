import type { OrderRecord } from '../records.js';
import type { ExclusionReason } from './exclusion-texts.js';
import type { RouteOptions, SourceMapping } from './route-options.js';

/** Words of platforms that gather orders: what a shop is called, and what is a return that is kept like an order. */
export const SHOP_SOURCE = 'shop';
const RETURN_SOURCE = 'order_return';

/** The integrations that read the very shop an order came from, as its owner has named them. */
export function mappedTo({ origin }: OrderRecord, sources: readonly SourceMapping[]): readonly string[] {
  return origin === undefined ? [] : sources.filter(({ type, account }) => type === origin.type && account === origin.account).map(({ integrationId }) => integrationId);
}

/**
 * Why an order is none at all on a route: it makes no contact, tag, event or update there, and still stands on its card. Null: it is
 * one. `served`: integrations with a route of their own to the same destination. A source with such a route is never told by the one
 * that gathers, so that nothing is counted twice; a mapping to a route that is off does nothing, so that nothing is lost.
 */
export function refuseOrder(order: OrderRecord, options: Pick<RouteOptions, 'sources' | 'skipShopOrders'>, served: readonly string[]): ExclusionReason | null {
  if (order.origin?.type === RETURN_SOURCE) return 'return_not_order';
  if (mappedTo(order, options.sources).some((integration) => served.includes(integration))) return 'source_has_own_route';
  if (options.skipShopOrders && order.origin?.type === SHOP_SOURCE) return 'shop_orders_skipped';
  return order.confirmed === false ? 'not_confirmed' : null;
}

/** Orders of a source, or of all accounts of a type (`account` is null), that other options may make orders, or none. */
export type ChangedSource = { readonly type: string; readonly account: string | null };

/** Sources about which two sets of options may not say the same. */
export function changedSources(before: Pick<RouteOptions, 'sources' | 'skipShopOrders'>, after: Pick<RouteOptions, 'sources' | 'skipShopOrders'>): readonly ChangedSource[] {
  const differs = (one: readonly SourceMapping[], other: readonly SourceMapping[]): ChangedSource[] => one
    .filter((mapping) => !other.some((same) => same.type === mapping.type && same.account === mapping.account && same.integrationId === mapping.integrationId))
    .map(({ type, account }) => ({ type, account }));
  const shops = before.skipShopOrders === after.skipShopOrders ? [] : [{ type: SHOP_SOURCE, account: null }];
  return [...shops, ...differs(before.sources, after.sources), ...differs(after.sources, before.sources)];
}
