import Big from 'big.js';
import type { MoneyText, OrderRecord } from '../records.js';

const DECIMAL = /^-?\d+(?:\.\d+)?$/u;

/** Decimal text as a number, or null for anything else. */
export function decimal(text: string | null): Big | null {
  return text !== null && DECIMAL.test(text) ? new Big(text) : null;
}

/** The one place where money is rounded: two decimals, half up. */
export function twoPlaces(amount: Big): string {
  return amount.toFixed(2, Big.roundHalfUp);
}

export function moneyText(text: MoneyText | null): string | null {
  const amount = decimal(text);
  return amount === null ? null : twoPlaces(amount);
}

/** A quantity without needless zeros. */
export function quantityText(text: string): string {
  return decimal(text)?.toFixed() ?? text;
}

/** In another currency than the shop counts in. */
export function isForeign(order: OrderRecord): order is OrderRecord & { readonly base: NonNullable<OrderRecord['base']> } {
  return order.base !== null && order.base !== undefined;
}

/**
 * What an order is worth in the shop's own currency. An order in a foreign one whose amount in the own one is not told has no
 * value: euros among zlotys would spoil every sum the destination makes.
 */
export function orderValue(order: OrderRecord): string | null {
  return moneyText((isForeign(order) ? order.base : order).total);
}

/** The currency `orderValue` is in, as the platform names it. */
export function valueCurrency(order: OrderRecord): string | null {
  return (isForeign(order) ? order.base : order).currency;
}
