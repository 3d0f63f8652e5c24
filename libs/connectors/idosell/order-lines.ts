import type { OrderLine } from '#libs/domain/records.js';
import { idField, moneyField, textField } from '../sdk/fields.js';
import { badField } from '../sdk/map-rows.js';
import { linesOfRows } from '../sdk/numbered-lines.js';
import { isRow, listOrMap, quantityOf, type Row } from '../sdk/values.js';

/** The size of things that have only one. */
const ONE_SIZE = 'uniw';

function lineOf(row: Row, id: string): OrderLine {
  const quantity = quantityOf(row['productQuantity']);
  if (typeof quantity !== 'string') throw badField('quantity_not_a_number', 'productsResults.productQuantity');
  const size = textField(row, 'sizeId');
  const name = [textField(row, 'productName'), textField(row, 'versionName')].filter((part) => part !== null).join(', ');
  return {
    id,
    productId: idField(row, 'productId'),
    variantId: size === ONE_SIZE ? null : size,
    sku: textField(row, 'productSizeCodeExternal') ?? textField(row, 'productCode'),
    ean: null,
    name,
    quantity,
    unitGross: moneyField(row, 'productOrderPrice'),
    unitNet: moneyField(row, 'productOrderPriceNet'),
  };
}

/** What a line is, since lines have no id of their own: product, size, and the bundle it came in. */
function placeOf(row: Row): string {
  const bundle = idField(row, 'bundleId');
  return `${idField(row, 'productId') ?? '0'}-${textField(row, 'sizeId') ?? ONE_SIZE}${bundle === null ? '' : `-b${bundle}`}`;
}

const basketPlace = (row: Row): number => (typeof row['basketPosition'] === 'number' ? row['basketPosition'] : Number.MAX_SAFE_INTEGER);

/**
 * Lines of an order. Parts of a bundle are lines of their own and carry their share of the price, so that nothing is counted
 * twice; an order may have no lines at all (sheet section 5.3).
 */
export function linesOf(details: Row): OrderLine[] {
  const items = listOrMap(details['productsResults']);
  if (items === null) throw badField('lines_unreadable', 'productsResults');
  const rows = items.map((item) => {
    if (!isRow(item)) throw badField('lines_unreadable', 'productsResults');
    return item;
  });
  return linesOfRows([...rows].sort((a, b) => basketPlace(a) - basketPlace(b)), { placeOf, lineOf });
}
