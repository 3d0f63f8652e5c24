import type { ProductOffer, ProductRecord } from '../records.js';
import type { RouteOptions } from './route-options.js';

/**
 * How a product is shown where a route is about, best first: offers of the route's shop, in its language before others. Only a
 * product the shop does not offer at all is taken from elsewhere: another shop's categories say nothing about this one's.
 */
export function offersFor(product: ProductRecord, { shop, language }: Pick<RouteOptions, 'shop' | 'language'>): readonly ProductOffer[] {
  const own = product.offers.filter((offer) => shop === null || offer.shop === null || offer.shop === shop);
  const pool = own.length > 0 ? own : product.offers;
  if (language === null) return pool;
  return [...pool.filter((offer) => offer.language === language), ...pool.filter((offer) => offer.language !== language)];
}
