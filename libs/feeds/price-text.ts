import Big from 'big.js';

const CENTS = 2;
const AMOUNT = /^\d{1,15}(?:\.\d{1,15})?$/u;

/** A price as feeds have it: a dot, two places at least, nothing rounded away. Null for what is no price. */
export function priceText(value: string | null): string | null {
  if (value === null || !AMOUNT.test(value)) return null;
  const exact = new Big(value);
  const places = exact.toFixed().split('.')[1]?.length ?? 0;
  return exact.toFixed(Math.max(CENTS, places));
}

/** The price before a reduction; null unless it is really higher. */
export function reducedFrom(price: string | null, oldPrice: string | null): string | null {
  const before = priceText(oldPrice);
  return price !== null && before !== null && new Big(before).gt(price) ? before : null;
}
