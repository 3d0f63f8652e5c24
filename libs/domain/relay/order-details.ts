import type { OrderOrigin, OrderRecord } from '../records.js';
import { countryCode, currencyCode, languageCode, type IsoOf, type NameOf } from './code-names.js';
import { numberedDetails } from './details.js';
import { amount, lineDetails } from './line-details.js';
import { isForeign, valueCurrency } from './order-value.js';
import type { ProductLookup } from './person.js';
import type { RouteOptions } from './route-options.js';

/** What is needed to say an order in a destination's words. */
export type DetailContext = {
  readonly products: ProductLookup;
  readonly isoOf: IsoOf;
  /** Names of the platform's own codes; absent: the codes stand. */
  readonly nameOf?: NameOf;
  /** Of the person, two letters; absent or null: the route's. */
  readonly language?: string | null;
};

export function eventLanguage(options: RouteOptions, { language, isoOf }: DetailContext): string | null {
  return language ?? languageCode(options.language, isoOf);
}

/** An account's number says little, but more than nothing. */
const accountName = ({ type, account }: OrderOrigin, { nameOf }: DetailContext): string => nameOf?.('source', `${type}/${account}`) ?? account;

/** `detail1`..`detail20` of an order's events. */
export function orderDetails(order: OrderRecord, options: RouteOptions, context: DetailContext): Readonly<Record<number, string>> {
  const { isoOf } = context;
  const named = (kind: Parameters<NameOf>[0], code: string | null): string | null => (code === null ? null : (context.nameOf?.(kind, code) ?? code));
  const own = currencyCode(order.currency, isoOf);
  // An amount that is not in the currency of the value names its own, even if that is unknown.
  const foreign = isForeign(order) ? (own ?? order.currency ?? '?') : null;
  return numberedDetails(
    {
      ...lineDetails(order.lines, foreign, context.products, options),
      orderNumber: order.reference,
      delivery: named('carrier', order.carrier),
      language: eventLanguage(options, context),
      currency: currencyCode(valueCurrency(order), isoOf),
      status: named('status', order.statusDetail ?? null) ?? named('status', order.status),
      payment: named('payment', order.payment),
      place: order.pickupPoint ?? null,
      shop: order.origin === undefined ? named('shop', order.shop) : accountName(order.origin, context),
      source: order.origin?.type ?? order.marketplace?.name ?? 'shop',
      originalAmount: foreign === null ? null : amount(order.total, foreign),
      shipping: amount(order.shipping, foreign),
      discount: amount(order.discount, foreign),
      deliveryCountry: countryCode(order.deliveryAddress?.country ?? null, isoOf),
    },
    options.leaveOut,
  );
}
