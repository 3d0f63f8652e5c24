/** Reads of products, categories and the menu. */
import { emptyAnswer, jsonAnswer, refusal, type Answer } from '../answer.js';
import { categoryRow, menuNodes } from '../render/menu-rows.js';
import { chosenProduct, productRow } from '../render/product-row.js';
import { CATEGORIES, type Product } from '../world/catalogue.js';
import { parseLocal } from '../world/clock.js';
import { TOO_MANY, type Call } from './endpoint.js';
import { slice } from './paging.js';
import { remembered } from './remembered.js';
import { passing, within, type Params } from './params.js';

/** Ids only as a list of objects; any other shape is ignored and gives the whole catalogue. */
export function searchProducts(call: Call): Answer {
  const ids = call.params.groups('productParams').map((group) => group.int('productId')).filter((id) => id !== null);
  return found(call, ids.length > 0 ? ids : null);
}

export function readProducts(call: Call): Answer {
  return found(call, call.params.list('productIds')?.map(Number) ?? null);
}

function found({ world, version, params }: Call, ids: readonly number[] | null): Answer {
  if ((ids?.length ?? 0) > TOO_MANY) return refusal(422, 'Przekroczono maksymalną liczbę elementów listy: 100');
  const all = remembered(world, 'products', params, () => ordered(world.settings.ignoreOrdersBy, passing(world.products, testsOf(params, ids)), params));
  const page = slice(all, params, 'camel');
  if (page === null) return emptyAnswer('Wyszukiwarka towarów');
  const [wanted, promotions] = [params.list('returnElements'), params.bool('showPromotionsPrices')];
  return jsonAnswer(200, { ...page.paging, results: page.rows.map((product) => chosenProduct(productRow(world, product, { version, promotions }), wanted)) });
}

/** A search among the deleted ones ignores every other filter. */
function testsOf(params: Params, ids: readonly number[] | null): ((product: Product) => boolean)[] {
  if (params.text('returnProducts') === 'deleted') return [({ deleted }) => deleted];
  const wanted = ids === null ? null : new Set(ids);
  return [({ deleted }) => !deleted, ...(wanted === null ? [] : [({ id }: Product) => wanted.has(id)]), dateTest(params.group('productDate'))];
}

/** Whole days. */
function dateTest(group: Params): (product: Product) => boolean {
  const range = group.range('productDateBegin', 'productDateEnd');
  const mode = group.text('productDateMode');
  if (range === null || (mode !== 'modified' && mode !== 'added')) return () => true;
  const [from, to] = [range.from, range.to];
  return (product) => within(parseLocal((mode === 'added' ? product.added : product.modified).slice(0, 10), false), { from, to });
}

/** Sorted by number when asked to, else by the date of modification, the newest first. */
function ordered(ignored: boolean, rows: Product[], params: Params): readonly Product[] {
  const [first] = ignored ? [] : params.groups('ordersBy');
  if (first?.text('elementName') === 'id') return first.text('sortDirection')?.toUpperCase() === 'DESC' ? rows.reverse() : rows;
  return rows.sort((a, b) => (a.modified === b.modified ? b.id - a.id : a.modified < b.modified ? 1 : -1));
}

export function readCategories({ params }: Call): Answer {
  const page = slice(CATEGORIES, params, 'snake');
  return page === null ? emptyAnswer('Kategorie') : jsonAnswer(200, { ...page.paging, categories: page.rows.map(categoryRow) });
}

export function readMenu({ world, params }: Call): Answer {
  const shop = params.int('shop_id') ?? 1;
  return shop > world.settings.shops || shop < 1 ? emptyAnswer('Menu') : jsonAnswer(200, { result: menuNodes(shop, params.text('textid_separator')) });
}
