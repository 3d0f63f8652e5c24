import Big from 'big.js';
import type { OrderLine } from '#libs/domain/records.js';
import { balanceField, quantityField } from '../sdk/amounts.js';
import { flagField, textField } from '../sdk/fields.js';
import { badField } from '../sdk/map-rows.js';
import { linesOfRows } from '../sdk/numbered-lines.js';
import { decimalOf, idOf, isRow, type Row } from '../sdk/values.js';
import { isDeliveryLine, told, TOTAL_PLACES } from './assumptions.js';

/** Rows of the lines; none where there is nothing. @throws RowProblem for what is no list of rows */
export function lineRows(order: Row): readonly Row[] {
  const rows: unknown = order['order_lines'];
  if (rows === null || rows === undefined) return [];
  if (!Array.isArray(rows) || !rows.every(isRow)) throw badField('order_lines_unreadable', 'order_lines');
  return rows.map((row) => told(row, ['gross_tax']));
}

const text = (amount: Big): string => decimalOf(amount.toFixed(TOTAL_PLACES)) ?? '0.00';

/** The price of one piece as it is told, and on the other side of the tax as a share of the line. */
function pricesOf(row: Row, quantity: string): Pick<OrderLine, 'unitGross' | 'unitNet'> {
  const price = balanceField(row, 'price_unit');
  const share = (field: string): string | null => {
    const amount = balanceField(row, field);
    return amount === null || new Big(quantity).eq(0) ? null : text(new Big(amount).div(quantity));
  };
  const isGross = flagField(row, 'gross_tax');
  return { unitGross: isGross === true && price !== null ? price : share('order_line_gross'), unitNet: isGross === false && price !== null ? price : share('order_line_netto') };
}

function lineOf(row: Row, id: string): OrderLine {
  const quantity = quantityField(row, 'quantity');
  return {
    id,
    productId: null,
    variantId: null,
    sku: textField(row, 'default_code') ?? textField(row, 'integration_code'),
    ean: textField(row, 'barcode') ?? textField(row, 'integration_ean'),
    name: textField(row, 'name') ?? '',
    quantity,
    ...pricesOf(row, quantity),
  };
}

/** The delivery may be a line too, and is shown like one: it was charged. */
export const linesOf = (rows: readonly Row[]): OrderLine[] => linesOfRows(rows, { placeOf: (row, index) => idOf(row['id']) ?? `n${String(index + 1)}`, lineOf });

/** What a line costs with tax; null when it does not say. */
function grossOf(row: Row): Big | null {
  const gross = balanceField(row, 'order_line_gross');
  if (gross !== null) return new Big(gross);
  const [net, tax] = [balanceField(row, 'order_line_netto'), balanceField(row, 'order_line_tax')];
  return net === null || tax === null ? null : new Big(net).plus(tax);
}

/** Value of an order, which the platform does not tell (A16): its lines, and the delivery unless it is one of them. Null when a line has no value. */
export function totalOf(rows: readonly Row[], delivery: { readonly price: string | null; readonly method: string | null }): string | null {
  const isInside = rows.some((row) => isDeliveryLine({ name: textField(row, 'name') ?? '', sku: textField(row, 'default_code') }, delivery.method));
  let total = new Big(isInside ? 0 : (delivery.price ?? 0));
  for (const row of rows) {
    const gross = grossOf(row);
    if (gross === null) return null;
    total = total.plus(gross);
  }
  return text(total);
}
