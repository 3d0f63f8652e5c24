/** The small lists (sheet section 3), and products in two depths (section 8). */
import { CARRIERS, FOLDERS, INTEGRATIONS, PAYMENTS, PRICELISTS, PRODUCTS, SHOPS, TAGS, TAXES, UNITS } from '../world/dictionaries.js';
import type { World } from '../world/world.js';
import { pageOf, spanOf } from './paging.js';
import type { Query } from './query.js';

type Row = Readonly<Record<string, unknown>>;
export type List = (world: World, query: Query) => Row;

/** @param filters parameters that must equal a field: numbers, then texts */
function plain(name: string, rows: readonly Row[], numbers: readonly string[] = [], texts: readonly string[] = []): List {
  return ({ behaviour }, query) => {
    const span = spanOf(query, behaviour);
    const wanted: (readonly [string, unknown])[] = [...numbers.map((field) => [field, query.whole(field)] as const), ...texts.map((field) => [field, query.text(field)] as const)].filter(([, value]) => value !== null);
    query.check();
    return pageOf(name, rows.filter((row) => wanted.every(([field, value]) => row[field] === value)), span, behaviour, (row) => row);
  };
}

const products: List = ({ behaviour }, query) => {
  const span = spanOf(query, behaviour);
  const single = query.whole('id') ?? query.whole('product_tmpl_id');
  query.check();
  const rows = PRODUCTS.map(([name, sku, ean, price, tax, weight], at) => ({
    id: at + 1, product_tmpl_id: at + 1, is_bundle: false, barcode: ean ?? false, default_code: sku ?? false, name, list_price: price / 100, standard_price: 0, tax_rate: tax, weight, category_id: 1, attributes: [], stock: [],
    images: single === null ? [] : [{ url: `https://obrazy.example/${String(at + 1)}.jpg` }],
  }));
  return pageOf('products', rows.filter((row) => single === null || row.id === single), span, behaviour, (row) => row);
};

export const DICTIONARIES: Readonly<Record<string, List>> = {
  shops: plain('shops', SHOPS, ['id', 'company_id'], ['name']),
  folders: plain('folders', FOLDERS),
  tags: plain('tags', TAGS),
  pricelists: plain('pricelists', PRICELISTS),
  payment_methods: plain('payment_methods', PAYMENTS),
  'shipment/shipment_carriers': plain('shipment_carriers', CARRIERS),
  integrations: plain('integrations', INTEGRATIONS, [], ['provider']),
  units_of_measurement: plain('units_of_measurement', UNITS),
  taxes: plain('taxes', TAXES),
  products,
  rma: plain('rmas', []),
  invoices: plain('invoices', []),
  integration_offers: plain('integration_offers', []),
};
