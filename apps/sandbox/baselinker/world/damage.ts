/** Rows no documentation allows. */
export const DAMAGE_KINDS = ['no-id', 'bad-date', 'negative-quantity', 'bad-total', 'bad-type', 'not-a-row'] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

type Row = Readonly<Record<string, unknown>>;

/** The row as it goes out. */
export function damagedRow(row: Row, kind: DamageKind): unknown {
  switch (kind) {
    case 'no-id':
      return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'order_id'));
    case 'bad-date':
      return { ...row, date_add: '2026-13-45 99:99:99', date_confirmed: -62_169_984_000 };
    case 'negative-quantity':
      return { ...row, products: lines(row, { quantity: -2 }) };
    case 'bad-total':
      return { ...row, delivery_price: 'darmowa', products: lines(row, { price_brutto: 'abc' }) };
    case 'bad-type':
      return { ...row, email: { address: row['email'] }, phone: [row['phone']], products: 'brak' };
    case 'not-a-row':
      return [row['order_id']];
  }
}

/** At least one line, spoiled. */
function lines(row: Row, patch: Row): readonly Row[] {
  const products = Array.isArray(row['products']) ? (row['products'] as readonly Row[]) : Object.values((row['products'] ?? {}) as Readonly<Record<string, Row>>);
  return products.length === 0 ? [{ name: 'Pozycja', quantity: 1, price_brutto: 1, ...patch }] : products.map((line) => ({ ...line, ...patch }));
}
