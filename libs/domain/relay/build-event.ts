import Big from 'big.js';
import type { OrderRecord } from '../records.js';
import { currencyCode } from './code-names.js';
import { numberedDetails } from './details.js';
import type { OrderEvent } from './events.js';
import type { ExclusionReason } from './exclusion-texts.js';
import { lineDetails, productIds, type SoldLine } from './line-details.js';
import { momentMs } from './moment.js';
import { eventLanguage, orderDetails, type DetailContext } from './order-details.js';
import { decimal, moneyText, orderValue, twoPlaces } from './order-value.js';
import type { RelayField, RouteOptions } from './route-options.js';
import type { EventWrite } from './writes.js';

export type EventContext = DetailContext & {
  /** Code of the source account that stands in ids made for it. */
  readonly sourceCode: string;
  readonly shopDomain?: string | null;
};

export type OrderEventContext = EventContext & {
  /** When the house first saw the order, ms since 1970: stands in for a date that is left out, because an event needs one. */
  readonly firstSeenMs: number;
  /** When the change was seen that led here, ms since 1970; counts where the source does not date it. */
  readonly changedMs: number;
};

/** A basket of the shop that was not turned into an order yet. */
export type Cart = {
  readonly cartId: string;
  /** Customer of the source account, where one is logged in. */
  readonly customer: string | null;
  readonly lines: readonly SoldLine[];
  readonly value: string | null;
  readonly currency: string | null;
  readonly atMs: number;
};

const kept = <T>(options: RouteOptions, field: RelayField, value: T, without: T): T => (options.leaveOut.includes(field) ? without : value);

function orderDate(order: OrderRecord, type: OrderEvent, options: RouteOptions, { firstSeenMs, changedMs }: OrderEventContext): number {
  if (type !== 'PURCHASE') return momentMs(order.updatedAt) ?? changedMs;
  return kept(options, 'orderDate', momentMs(order.placedAt) ?? firstSeenMs, firstSeenMs);
}

/** An event of an order. Its external id is the same for ever, so that a lost answer can be looked up. */
export function buildEvent(order: OrderRecord, type: OrderEvent, email: string, options: RouteOptions, context: OrderEventContext): EventWrite {
  return {
    email,
    contactId: null,
    type,
    externalId: `${context.sourceCode}-${order.externalId}`,
    atMs: orderDate(order, type, options, context),
    description: null,
    products: kept(options, 'products', productIds(order.lines, options.productId), []),
    location: options.location,
    value: kept(options, 'orderValue', orderValue(order), null),
    details: orderDetails(order, options, context),
    shopDomain: context.shopDomain ?? null,
  };
}

/** Sum of the lines; null when one of them has no price: a part would pass for the whole. */
function cartSum(lines: readonly SoldLine[]): string | null {
  let sum = new Big(0);
  for (const { unitGross, quantity } of lines) {
    const [price, count] = [decimal(unitGross), decimal(quantity)];
    if (price === null || count === null) return null;
    sum = sum.plus(price.times(count));
  }
  return lines.length === 0 ? null : twoPlaces(sum);
}

/** The one CART event of a basket. Its id cannot be an order's: numbers of both may be the same. */
export function buildCartEvent(cart: Cart, email: string, options: RouteOptions, context: EventContext): EventWrite {
  const details = {
    ...lineDetails(cart.lines, null, context.products, options),
    orderNumber: cart.cartId,
    language: eventLanguage(options, context),
    currency: currencyCode(cart.currency, context.isoOf),
    source: 'shop',
  };
  return {
    email,
    contactId: null,
    type: 'CART',
    externalId: `${context.sourceCode}-cart-${cart.cartId}`,
    atMs: cart.atMs,
    description: null,
    products: kept(options, 'products', productIds(cart.lines, options.productId), []),
    location: options.location,
    value: kept(options, 'orderValue', moneyText(cart.value) ?? cartSum(cart.lines), null),
    details: numberedDetails(details, options.leaveOut),
    shopDomain: context.shopDomain ?? null,
  };
}

/** Why an event cannot be sent as it is; null: it can. */
export function refuseEvent({ value, products }: EventWrite): ExclusionReason | null {
  return value === null && products.length === 0 ? 'no_value_and_no_products' : null;
}

const WORTH = [3, 4, 9, 15] as const;

/**
 * What makes an event worth sending again: value, goods, quantities and prices. Not the status or a renamed product: an order that
 * changes ten times must not touch its purchase ten times.
 */
export function eventFingerprint({ value, products, details }: EventWrite): string {
  return JSON.stringify([value, products, WORTH.map((detail) => details[detail] ?? null)]);
}
