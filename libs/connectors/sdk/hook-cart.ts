import { normalizeEmail } from '#libs/domain/email.js';
import type { MoneyText } from '#libs/domain/records.js';
import { decimalOf, idOf, quantityOf, textOf } from './values.js';

/** One product in a basket. */
export type HookCartLine = { readonly productId: string; readonly quantity: string; /** Gross, in the basket's currency. */ readonly unitPrice: MoneyText | null };

/**
 * What somebody has in a basket now. There is no read for it, so here the delivery is the content; it is kept only of people
 * who are known already, by number or address, and never makes anybody known.
 */
export type HookCart = {
  readonly cartId: string;
  /** The platform's number of the customer. */
  readonly customerId: string | null;
  /** Normalised. */
  readonly email: string | null;
  readonly shop: string | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** When the platform says it was so, ms since 1970. */
  readonly atMs: number | null;
  readonly value: MoneyText | null;
  readonly lines: readonly HookCartLine[];
};

/** What a delivery says, before anything of it is believed. */
export type RawCart = { readonly [K in Exclude<keyof HookCart, 'lines'>]: unknown } & { readonly lines: readonly { readonly [K in keyof HookCartLine]: unknown }[] };

const MOST_LINES = 200;
const CART_ID = /^[\w.:-]{1,100}$/u;
const CURRENCY = /^[A-Z]{3}$/u;
/** Clocks differ; a date further ahead would keep every later state out. */
const MOST_AHEAD_MS = 10 * 60_000;
const OLDEST_MS = Date.UTC(2015, 0, 1);

function amountOf(value: unknown): MoneyText | null {
  const amount = decimalOf(value);
  return typeof amount === 'string' && !amount.startsWith('-') ? amount : null;
}

function lineOf(line: RawCart['lines'][number]): HookCartLine[] {
  const [productId, quantity] = [idOf(line.productId), quantityOf(line.quantity)];
  return productId === null || typeof quantity !== 'string' || !(Number(quantity) > 0) ? [] : [{ productId, quantity, unitPrice: amountOf(line.unitPrice) }];
}

/** A basket of which only what is plausible is left, and not too much of it; null without an id, or without anybody it belongs to. */
export function cartOf(raw: RawCart, nowMs: number): HookCart | null {
  const cartId = textOf(raw.cartId);
  const [customerId, email] = [idOf(raw.customerId), normalizeEmail(textOf(raw.email))];
  if (cartId === null || !CART_ID.test(cartId) || (customerId === null && email === null)) return null;
  const currency = textOf(raw.currency)?.toUpperCase() ?? '';
  const { atMs } = raw;
  return {
    cartId, customerId, email,
    shop: idOf(raw.shop),
    currency: CURRENCY.test(currency) ? currency : null,
    atMs: typeof atMs === 'number' && atMs >= OLDEST_MS && atMs <= nowMs + MOST_AHEAD_MS ? Math.floor(atMs) : null,
    value: amountOf(raw.value),
    lines: raw.lines.slice(0, MOST_LINES).flatMap(lineOf),
  };
}
