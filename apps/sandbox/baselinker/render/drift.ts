/** The same row in the types other years had (sheet section 4, type drift; recorded bodies of 2018, 2022, and two of the documentation). */
import type { TypeDrift } from '../options.js';

type Row = Readonly<Record<string, unknown>>;
/** `null` takes the field away. */
type Turns = Readonly<Record<string, ((value: unknown, row: Row) => unknown) | null>>;

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const asNumber = (value: unknown): unknown => Number(value);
const noneAsText = (value: unknown): unknown => (value === 0 ? '' : asText(value));

const LINE_2022: Turns = { storage_id: asText, order_product_id: asText };
const ORDER_2022: Turns = { shop_order_id: noneAsText, order_source_id: asText, delivery_state: null, invoice_state: null, delivery_method_id: null };
const ORDER_2018: Turns = { ...ORDER_2022, shop_order_id: null, date_confirmed: asText, delivery_point_id: null, pick_state: null, pack_state: null };
const DOC: Turns = { confirmed: null, payment_done: asText, delivery_country_code: null, invoice_country_code: null, delivery_method_id: null };
const LINE_DOC: Turns = { variant_id: asNumber, warehouse_id: null };

function turned(row: Row, turns: Turns): Row {
  return Object.fromEntries(Object.entries(row).flatMap(([name, value]) => {
    const turn = turns[name];
    return turn === null ? [] : [[name, turn === undefined ? value : turn(value, row)]];
  }));
}

function turnedOrder(row: Row, order: Turns, line: Turns): Row {
  return { ...turned(row, order), products: (row['products'] as readonly Row[]).map((one) => turned(one, line)) };
}

/** The documentation's names of the warehouse flags. */
function withStatuses(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => (name === 'pick_state' || name === 'pack_state' ? [name.replace('state', 'status'), asText(value)] : [name, value])));
}

const KINDS: Readonly<Record<Exclude<TypeDrift, 'mixed'>, (row: Row) => Row>> = {
  current: (row) => row,
  '2022': (row) => turnedOrder(row, ORDER_2022, LINE_2022),
  '2018': (row) => turnedOrder(row, ORDER_2018, LINE_2022),
  doc: (row) => withStatuses(turnedOrder(row, DOC, LINE_DOC)),
  strings: (row) => {
    const doc = withStatuses(turnedOrder(row, { ...DOC, delivery_state: null, invoice_state: null }, { ...LINE_DOC, order_product_id: asText }));
    return Object.fromEntries(Object.entries(doc).map(([name, value]) => [name, asText(value)]));
  },
};
const ALL = Object.values(KINDS);

export function drifted(row: Row, drift: TypeDrift, id: number): Row {
  const kind = drift === 'mixed' ? ALL[id % ALL.length] : KINDS[drift];
  return kind === undefined ? row : kind(row);
}
