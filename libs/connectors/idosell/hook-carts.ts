import { localToUtc } from '#libs/domain/local-time.js';
import { cartOf, type HookCart, type RawCart } from '../sdk/hook-cart.js';
import { isRow, textOf, type Row } from '../sdk/values.js';
import { ZONE } from './idosell.schema.js';

/** Triggers of campaign webhooks that are about a basket (sheet section 6.2), by the names of our file and the obvious others. */
const EVENTS: ReadonlySet<string> = new Set(['basket_product_added', 'basket_edited', 'basket_changed', 'basketEdited', 'productAddedToBasket']);
const PLACES = ['basket', 'cart'] as const;
const NAMES = {
  cartId: ['basketId', 'basket_id', 'cartId', 'cart_id'], customerId: ['clientId', 'client_id', 'customerId'], email: ['email', 'clientEmail', 'client_email'], shop: ['shopId', 'shop_id'],
  currency: ['currency', 'currencyId', 'basket_currency'], value: ['value', 'basketValue', 'basket_value', 'total'], atMs: ['ts', 'at', 'date'], lines: ['lines', 'products', 'basket_lines'],
} as const;
const MOST_LINES = 1_000;
/** Of our own template: `812:1:219.00;97:2:19.95` is written without a loop, whatever the panel's own language can do. */
const PACKED = /^(\d{1,20}):(\d{1,9}(?:\.\d{1,6})?)(?::(\d{1,14}(?:\.\d{1,6})?)?)?$/u;

const first = (rows: readonly Row[], names: readonly string[]): unknown => {
  for (const row of rows) for (const name of names) if (row[name] !== undefined && row[name] !== null && row[name] !== '') return row[name];
  return undefined;
};

/** Seconds or ms since 1970, an ISO date, or the panel's local text. */
function momentOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null) return null;
  if (/^\d{10}$/u.test(text)) return Number(text) * 1_000;
  if (/^\d{13}$/u.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/u.test(text)) return Number.isNaN(Date.parse(text)) ? null : Date.parse(text);
  return localToUtc(text, ZONE);
}

function linesOf(value: unknown): RawCart['lines'] {
  if (typeof value === 'string') {
    return value.slice(0, 40 * MOST_LINES).split(';', MOST_LINES).flatMap((part) => {
      const match = PACKED.exec(part.trim());
      return match === null ? [] : [{ productId: match[1], quantity: match[2], unitPrice: match[3] ?? null }];
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).slice(0, MOST_LINES).filter(isRow).map((row) => ({
    productId: first([row], ['productId', 'product_id', 'id']), quantity: first([row], ['quantity', 'productQuantity']), unitPrice: first([row], ['unitPrice', 'price', 'productPrice']) ?? null,
  }));
}

/** The part of a delivery that is a basket; undefined when it is about something else. */
function basketIn(payload: unknown, depth: number): readonly Row[] | undefined {
  if (!isRow(payload) || depth > 2) return undefined;
  for (const place of PLACES) if (isRow(payload[place])) return [payload[place], payload];
  if (EVENTS.has(textOf(payload['event']) ?? '') || first([payload], NAMES.cartId) !== undefined) return [payload];
  // XML has one root element of any name.
  const inner = Object.values(payload).filter(isRow);
  return inner.length === 1 ? basketIn(inner[0], depth + 1) : undefined;
}

/** A basket in a delivery; null: one without an id or an owner; undefined: it is about something else. Never throws. */
export function cartIn(payload: unknown, nowMs: number): HookCart | null | undefined {
  const rows = basketIn(payload, 0);
  if (rows === undefined) return undefined;
  const of = (name: keyof typeof NAMES): unknown => first(rows, NAMES[name]);
  return cartOf({ cartId: of('cartId'), customerId: of('customerId'), email: of('email'), shop: of('shop'), currency: of('currency'), value: of('value'), atMs: momentOf(of('atMs')), lines: linesOf(of('lines')) }, nowMs);
}
