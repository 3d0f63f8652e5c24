/** Rows the schema does not allow; `unknown-status` alone can be understood (A21). */
export const DAMAGE_KINDS = ['no-id', 'text-id', 'bad-date', 'negative-quantity', 'bad-total', 'bad-type', 'unknown-status', 'not-a-row'] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

type Row = Readonly<Record<string, unknown>>;

/** The row as it goes out. */
export function damagedRow(row: Row, kind: DamageKind): unknown {
  switch (kind) {
    case 'no-id':
      return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id'));
    case 'text-id':
      return { ...row, id: `nr ${String(row['id'])}` };
    case 'bad-date':
      return { ...row, date_order: '2026-13-45 99:99:99', create_date: '0000-00-00 00:00:00' };
    case 'negative-quantity':
      return { ...row, order_lines: lines(row, { quantity: -2, order_line_gross: -10 }) };
    case 'bad-total':
      return { ...row, delivery_price: 'darmowa', order_lines: lines(row, { order_line_gross: 'abc' }) };
    case 'bad-type':
      return { ...row, name: { text: row['name'] }, email: [row['email']], partner_email: { address: row['partner_email'] }, order_lines: 'brak' };
    case 'unknown-status':
      return { ...row, status: 'anulowane' };
    case 'not-a-row':
      return [row['id']];
  }
}

/** At least one line, spoiled. */
function lines(row: Row, patch: Row): readonly Row[] {
  const list = Array.isArray(row['order_lines']) ? (row['order_lines'] as readonly Row[]) : [];
  return list.length === 0 ? [{ id: 1, name: 'Pozycja', quantity: 1, ...patch }] : list.map((line) => ({ ...line, ...patch }));
}
