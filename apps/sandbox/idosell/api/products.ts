/** Reads of products, categories and the menu. */
import { emptyAnswer, jsonAnswer, type Answer } from '../answer.js';
import { categoryRow, chosenProduct, menuNodes, productRow } from '../render/product-row.js';
import { CATEGORIES, type Product } from '../world/catalogue.js';
import { parseLocal } from '../world/clock.js';
import type { Call } from './endpoint.js';
import { slice } from './paging.js';
import { within, type Params } from './params.js';

/** Ids only as a list of objects; any other shape is ignored and gives the whole catalogue. */
export function searchProducts(call: Call): Answer {
  const ids = call.params.groups('productParams').map((group) => group.int('productId')).filter((id) => id !== null);
  return found(call, call.params, ids.length > 0 ? ids : null);
}

export function readProducts(call: Call): Answer {
  return found(call, call.params, call.params.list('productIds')?.map(Number) ?? null);
}

function found({ world, version, params }: Call, filters: Params, ids: readonly number[] | null): Answer {
  const deleted = filters.text('returnProducts') === 'deleted';
  const dates = dateTest(filters.group('productDate'));
  // A search among the deleted ones ignores every other filter.
  const rows = world.products.filter((product) => product.deleted === deleted && (deleted || ((ids === null || ids.includes(product.id)) && dates(product))));
  const page = slice(rows, params, 'camel');
  if (page === null) return emptyAnswer('Wyszukiwarka towarów');
  const wanted = params.list('returnElements');
  return jsonAnswer(200, { ...page.paging, results: page.rows.map((product) => chosenProduct(productRow(world, product, version), wanted)) });
}

/** Whole days. */
function dateTest(group: Params): (product: Product) => boolean {
  const range = group.range('productDateBegin', 'productDateEnd');
  const mode = group.text('productDateMode');
  if (range === null || (mode !== 'modified' && mode !== 'added')) return () => true;
  return (product) => within(parseLocal((mode === 'added' ? product.added : product.modified).slice(0, 10), false), range);
}

export function readCategories({ params }: Call): Answer {
  const page = slice(CATEGORIES, params, 'snake');
  return page === null ? emptyAnswer('Kategorie') : jsonAnswer(200, { ...page.paging, categories: page.rows.map(categoryRow) });
}

export function readMenu({ world, params }: Call): Answer {
  const shop = params.int('shop_id') ?? 1;
  return shop > world.settings.shops || shop < 1 ? emptyAnswer('Menu') : jsonAnswer(200, { result: menuNodes(shop) });
}
