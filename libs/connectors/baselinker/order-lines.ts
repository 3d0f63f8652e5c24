import Big from 'big.js';
import type { OrderLine } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { balanceField, quantityField } from '../sdk/amounts.js';
import { badField } from '../sdk/map-rows.js';
import { linesOfRows } from '../sdk/numbered-lines.js';
import { decimalOf, idOf, isRow, listOrMap, type Row } from '../sdk/values.js';

/** "0" and "" name nothing (sheet section 4); other ids may hold letters. */
function codeField(row: Row, field: string): string | null {
  const code = textField(row, field);
  return code === '0' ? null : code;
}

function lineOf(row: Row, id: string): OrderLine {
  return {
    id,
    productId: codeField(row, 'product_id'),
    variantId: codeField(row, 'variant_id'),
    sku: textField(row, 'sku'),
    ean: textField(row, 'ean'),
    name: textField(row, 'name') ?? '',
    quantity: quantityField(row, 'quantity'),
    // Below zero on lines that are discounts.
    unitGross: balanceField(row, 'price_brutto'),
    unitNet: null,
  };
}

/**
 * Lines of an order. Parts of a bundle (`bundle_id`) are lines like others: the value of an order is the sum of all its lines
 * (sheet section 4), hence a price stands either with the bundle or with its parts, and leaving one of them out would lose money.
 * Bodies without line ids exist: the place in the order stands for it then.
 */
export function linesOf(row: Row): OrderLine[] {
  const products = listOrMap(row['products']);
  if (products === null) throw badField('products_unreadable', 'products');
  if (!products.every(isRow)) throw badField('products_unreadable', 'products');
  return linesOfRows(products, { placeOf: (product, index) => idOf(product['order_product_id']) ?? `n${String(index + 1)}`, lineOf });
}

/** Value of an order, which the platform does not tell: Σ price × quantity + delivery. Null when a price is missing. */
export function totalOf(lines: readonly OrderLine[], shipping: string | null): string | null {
  let total = new Big(shipping ?? 0);
  for (const { unitGross, quantity } of lines) {
    if (unitGross === null) return null;
    total = total.plus(new Big(unitGross).times(quantity));
  }
  return decimalOf(total.round(6).toFixed()) ?? null;
}
