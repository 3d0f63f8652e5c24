import { mapRows, type MappedRows } from '../sdk/map-rows.js';
import type { NumberedAnswer, NumberedList } from '../sdk/numbered-pages.js';
import { isRow, textOf, type Row } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import { Catalogue } from './catalogue.js';
import { yesNo } from './fields.js';
import type { IdoSellClient } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import type { IdoSellSettings } from './idosell.schema.js';
import { mapProduct, needsTree, productIdOf } from './product.mapper.js';
import type { ProductMapping } from './product-offers.js';
import { MOST_IDS, type Source, type Window } from './source.js';

const PATH = 'products/products/search';
const SHAPE: ListShape = { member: 'results', paging: 'camel', emptyFault: true };
const DAY = 10;

/** Only what records are made of: whole rows are some ten times as large. Names by the official text of the endpoint. */
const ELEMENTS = [
  'code', 'deleted', 'lang_data', 'adding_time', 'modification_time', 'producer_name', 'category_id', 'category_name', 'iaiCategoryPath', 'menu', 'currency', 'currency_shop', 'retail_price', 'strikethrough_retail_price',
  'visible', 'shops_mask', 'shops', 'shops_attributes', 'icon', 'pictures', 'quantities', 'productIndividualDescriptionsData', 'productIndividualUrlsData',
];
/** By number, so that a change moves no row to another page; without the template for new products, which has the number 0. */
const ALWAYS: Row = { returnElements: ELEMENTS, showPromotionsPrices: 'y', skipDefaultProduct: 'y', ordersBy: [{ elementName: 'id', sortDirection: 'ASC' }] };

/** A list of products: the catalogue, what was changed on some days, or what is no longer sold. */
export type ProductList = 'active' | 'deleted' | Window;

export type Products = Pick<Source, 'client' | 'path' | 'pageSize' | 'lagMs' | 'nowMs' | 'idOf' | 'named' | 'map'> & {
  page(list: ProductList, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer>;
  /** The list as `readNumbered` takes it. */
  numbered(list: ProductList, signal: AbortSignal, more: Pick<NumberedList, 'carry' | 'then'>): NumberedList;
};

export const stampOf = (row: Row): unknown => row['productModificationTime'];

/** Days of a window: the filter knows no times (sheet section 5.4). A search among deleted products ignores all other filters. */
function paramsOf(list: ProductList): Row {
  if (list === 'active') return {};
  if (list === 'deleted') return { returnProducts: 'deleted' };
  return { productDate: { productDateMode: 'modified', productDateBegin: list.from.slice(0, DAY), productDateEnd: list.to.slice(0, DAY) } };
}

/** @throws Failure when nothing of an answer is what was asked for: the filter was ignored */
function proven(list: ProductList, rows: readonly unknown[]): void {
  if (list === 'active' || rows.length === 0) return;
  const known = rows.filter(isRow);
  // One that says it is sold must not be taken for one that is gone.
  if (list === 'deleted' && known.some((row) => row['productIsDeleted'] !== undefined && !yesNo(row, 'productIsDeleted'))) throw untrustworthy('filter_ignored', PATH);
  if (list === 'deleted') return;
  const days = known.map((row) => textOf(stampOf(row))?.slice(0, DAY) ?? null).filter((day) => day !== null);
  // Which date the filter goes by is not documented in depth: a few older rows are let through, a whole page of them is not.
  if (days.length > 0 && days.every((day) => day < list.from.slice(0, DAY))) throw untrustworthy('filter_ignored', PATH);
}

/** Products of the panel, or of one of its shops. */
export function productsOf(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): Products {
  const search = async (params: Row, signal: AbortSignal): Promise<NumberedAnswer> => client.search(PATH, SHAPE, { ...ALWAYS, ...params }, signal);
  const catalogue = new Catalogue(client);
  const idOf = (row: unknown): string | null => (isRow(row) ? productIdOf(row) : null);

  const page: Products['page'] = async (list, number, limit, signal) => {
    const answer = await search({ ...paramsOf(list), resultsPage: number, resultsLimit: limit }, signal);
    proven(list, answer.rows);
    return answer;
  };

  const map = async (rows: readonly unknown[], signal: AbortSignal): Promise<MappedRows> => {
    if (!rows.some((row) => idOf(row) !== null)) return mapRows(rows, () => ({ excluded: 'nothing' }), productIdOf);
    const mapping: ProductMapping = { shop: settings.shop ?? null, shops: await catalogue.shops(signal), tree: null, link: settings.productLink, origin: client.address };
    const lacks = (row: unknown): boolean => mapRows([row], (one) => ({ excluded: needsTree(one, mapping) ? 'needs' : 'has' }), productIdOf).excluded[0]?.reason === 'needs';
    const tree = rows.some(lacks) ? await catalogue.tree(signal) : null;
    return mapRows(rows, (row) => mapProduct(row, { ...mapping, tree }), productIdOf);
  };

  return {
    client, path: PATH, pageSize: settings.rowsPerPage, lagMs: settings.lagSeconds * 1_000, nowMs, idOf, map, page,
    // As a list of objects: other shapes are ignored and bring the whole catalogue (sheet section 5.4).
    named: (ids, signal) => search({ productParams: ids.map((id) => ({ productId: Number(id) })), resultsPage: 0, resultsLimit: MOST_IDS }, signal),
    numbered: (list, signal, more) => ({
      pageSize: settings.rowsPerPage, idOf, ...more,
      ask: (number, limit) => page(list, number, limit, signal),
      map: ({ rows }) => map(rows, signal),
    }),
  };
}
