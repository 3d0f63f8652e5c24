/** Lines of an order. No category, address, picture or brand: only the product's number. */
import type { Line, Order } from '../world/model.js';
import { money, type Row } from './values.js';

/** @param folded sets as one line each (`showBundles`) */
export function lineRows(order: Order, version: number, folded: boolean): readonly Row[] {
  const lines = folded ? fold(order.lines) : order.lines;
  return lines.map((line, position) => lineRow(order, line, position, version, folded));
}

/** The components of a set become one line with the set's name and number. */
function fold(lines: readonly Line[]): readonly Line[] {
  const result: Line[] = [];
  const places = new Map<string, number>();
  for (const line of lines) {
    const place = line.bundle === null ? undefined : places.get(line.bundle.hash);
    const sum = place === undefined ? undefined : result[place];
    if (place !== undefined && sum !== undefined) {
      result[place] = { ...sum, gross: sum.gross + line.gross, net: sum.net + line.net, baseGross: sum.baseGross + line.baseGross, baseNet: sum.baseNet + line.baseNet };
      continue;
    }
    if (line.bundle === null) result.push(line);
    else {
      places.set(line.bundle.hash, result.length);
      result.push({ ...line, sizeId: 'uniw', product: { ...line.product, id: line.bundle.id, name: line.bundle.name, version: null, code: '' } });
    }
  }
  return result;
}

function lineRow(order: Order, line: Line, position: number, version: number, folded: boolean): Row {
  const { product } = line;
  const bundled = line.bundle !== null && !folded ? line.bundle : null;
  return {
    productOrderPriceBaseCurrency: money(line.baseGross),
    productOrderPriceNetBaseCurrency: money(line.baseNet),
    productOrderAdditional: bundled === null ? '' : `<bundled>${bundled.hash}</bundled>`,
    basketPosition: position,
    productPriceLog: position % 2 === 0 ? '' : priceLog(order, line),
    productId: product.id,
    productName: product.name,
    productCode: product.code,
    ...(product.version === null ? {} : { versionName: product.version }),
    sizeId: line.sizeId,
    sizePanelName: line.sizeId,
    productSizeCodeExternal: product.code === '' ? '' : `${product.code}-${line.sizeId}`,
    stockId: product.id % 11 === 0 ? 0 : 1,
    productQuantity: line.quantity,
    productWeight: product.weight,
    productVat: product.vat,
    productPanelPrice: money(line.baseGross),
    productPanelPriceNet: money(line.baseNet),
    remarksToProduct: '',
    ...(version >= 6 ? { label: null } : {}),
    productSerialNumbers: null,
    bundleId: bundled === null ? 0 : bundled.id,
    productOrderPrice: money(line.gross),
    productOrderPriceNet: money(line.net),
    orderSalesMode: 'money',
    ...(version >= 8 ? { productPacked: order.dispatched === null ? 'n' : 'y' } : {}),
  };
}

function priceLog(order: Order, line: Line): string {
  return `<ul><li>Początkowa cena brutto: detaliczna ${(line.product.price / 100).toFixed(2)}zł, "hurtowa": 0.00zł</li><li>Stawka VAT: ${String(line.product.vat)}.0%</li><li>Waluta klienta: ${order.currency}, waluta produktu: PLN</li><li>Wartość pozycji: ${(line.gross / 100).toFixed(2)}</li></ul>`;
}
