import type { Behaviour } from '../options.js';
import { grossOf, netOf, type Line, type Order } from '../world/model.js';
import { amount, floatText } from './values.js';

type Row = Readonly<Record<string, unknown>>;

const TAX = 23;

/** The lines of an order, with the delivery among them where the instance does that (A16). */
export function lineRows(order: Order, behaviour: Behaviour): readonly Row[] {
  const rows = order.lines.map((line) => lineRow(line));
  const how = deliveryLineOf(order, behaviour);
  return how === 'no' || order.deliveryPrice === 0 ? rows : [...rows, deliveryRow(order, how)];
}

function deliveryLineOf({ id, deliveryMethod }: Order, { deliveryLine }: Behaviour): 'no' | 'name' | 'sku' {
  const how = deliveryLine === 'mixed' ? ({ 4: 'name', 7: 'sku' } as const)[id % 9] ?? 'no' : deliveryLine;
  return how === 'name' && deliveryMethod === null ? 'no' : how;
}

function deliveryRow(order: Order, how: 'name' | 'sku'): Row {
  const line: Line = { id: 900_000_000 + order.id, sequence: 999, name: how === 'name' ? (order.deliveryMethod ?? '') : 'Koszt dostawy', sku: how === 'sku' ? 'SHIP-1' : null, ean: null, offer: null, price: order.deliveryPrice, quantity: 1, taxRate: TAX, grossTax: true, weight: 0 };
  return lineRow(line);
}

function lineRow(line: Line): Row {
  const [net, gross] = [netOf(line), grossOf(line)];
  return {
    id: line.id,
    sequence: line.sequence,
    name: line.name,
    default_code: line.sku,
    barcode: line.ean,
    integration_id: line.offer,
    integration_code: line.sku,
    integration_ean: line.ean,
    option: null,
    quantity: line.quantity,
    price_unit: amount(line.price),
    tax_rate: line.taxRate,
    weight: line.weight,
    price_subtotal: amount(net),
    order_line_netto: amount(net),
    order_line_tax: amount(gross - net),
    order_line_gross: amount(gross),
    gross_tax: line.grossTax,
    is_bundle: false,
  };
}

const AMOUNTS = new Set(['delivery_cost', 'delivery_price', 'quantity', 'price_unit', 'tax_rate', 'weight', 'price_subtotal', 'order_line_netto', 'order_line_tax', 'order_line_gross']);

/** Amounts as texts. */
export function amountsAsText(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, AMOUNTS.has(name) && typeof value === 'number' ? floatText(value) : value]));
}
