import Big from 'big.js';

const CENTS = 2;

/** An amount as the API gives it: decimal text with two places at least, nothing rounded away. */
export function amountText(value: string): string {
  const exact = new Big(value);
  const places = exact.toFixed().split('.')[1]?.length ?? 0;
  return exact.toFixed(Math.max(CENTS, places));
}
