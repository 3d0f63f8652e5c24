import { offersFor } from '#libs/domain/relay/offers.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { ProductRecord } from '#libs/domain/records.js';
import { priceText, reducedFrom } from './price-text.js';

/**
 * Elements of a product, in this order; those that are null are left out. SALESmanago prescribes no names, a person maps them once
 * in the panel (sheet section 5.1), so they never change. `price` is what is to be paid; `sale_price` repeats it and `old_price`
 * holds the price before, both only while the product is reduced.
 */
export type OfferItem = {
  /** The product id of order lines: events name products by it. */
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly image: string | null;
  readonly price: string | null;
  readonly sale_price: string | null;
  readonly old_price: string | null;
  readonly currency: string | null;
  readonly availability: 'in_stock' | 'out_of_stock' | null;
  /** One a place in the shop's categories, levels joined with " > ". */
  readonly category: readonly string[];
  readonly brand: string | null;
  readonly description: string | null;
};

/** ISO code of a platform's currency; null: not known. */
export type CurrencyCode = (code: string) => string | null;

const webAddress = (text: string | null): string | null => (text !== null && /^https?:\/\//iu.test(text) && URL.canParse(text) ? text : null);
const filled = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim());
const ISO = /^[A-Z]{3}$/u;

function availabilityOf(available: boolean | null): OfferItem['availability'] {
  if (available === null) return null;
  return available ? 'in_stock' : 'out_of_stock';
}

/** A product as the route's shop offers it, in the route's language. Null for one that is gone, or that nobody offers. */
export function offerItem(product: ProductRecord, options: Pick<RouteOptions, 'shop' | 'language'>, currencyCode: CurrencyCode): OfferItem | null {
  const offers = offersFor(product, options);
  const offer = offers.find((one) => one.name.trim() !== '');
  if (product.deleted || offer === undefined) return null;
  const price = priceText(offer.price);
  const before = reducedFrom(price, offer.oldPrice);
  const paths = offers.find((one) => one.categoryPaths.length > 0)?.categoryPaths ?? [];
  return {
    id: product.externalId,
    name: offer.name.trim(),
    url: webAddress(offer.url),
    image: webAddress(product.imageUrl),
    price,
    sale_price: before === null ? null : price,
    old_price: before,
    currency: price === null || offer.currency === null ? null : ISO.test(offer.currency) ? offer.currency : currencyCode(offer.currency),
    availability: availabilityOf(offer.available),
    category: paths.map((levels) => levels.map((level) => level.trim()).filter((level) => level !== '').join(' > ')).filter((path) => path !== ''),
    brand: filled(product.brand),
    description: filled(offer.description),
  };
}
