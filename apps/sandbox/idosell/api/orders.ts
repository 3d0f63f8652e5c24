/** Reads of orders. */
import { emptyAnswer, faultAnswer, jsonAnswer, refusal, type Answer } from '../answer.js';
import { orderRow } from '../render/order-row.js';
import { productsCost } from '../world/basket.js';
import type { Order } from '../world/model.js';
import { panelStatuses } from '../world/statuses.js';
import type { World } from '../world/world.js';
import { TOO_MANY, type Call } from './endpoint.js';
import { orderTests } from './order-filters.js';
import { slice } from './paging.js';
import { remembered } from './remembered.js';
import { passing, type Params } from './params.js';

const SEARCH = 'Wyszukiwarka zamówień';

export function searchOrders({ world, version, params }: Call): Answer {
  if ([...LISTS].some((name) => (params.list(name)?.length ?? 0) > TOO_MANY)) return tooMany();
  const found = remembered(world, 'orders', params, () => sorted(world, passing(world.orders.rows, orderTests(params)), params));
  const page = slice(found, params, 'camel');
  if (page === null) return emptyAnswer(SEARCH);
  const view = { version, folded: params.bool('showBundles') };
  return jsonAnswer(200, { Results: page.rows.map((order) => orderRow(world, order, view)), ...page.paging });
}

const LISTS = ['ordersSerialNumbers', 'ordersIds'] as const;

/** By number or id, without paging; what does not exist is left out. */
export function readOrders({ world, version, params }: Call): Answer {
  if (![...LISTS, 'orderExternalId'].some((name) => params.list(name) !== null)) return faultAnswer(3, 'Nie przekazano parametrów do metody');
  if (LISTS.some((name) => (params.list(name)?.length ?? 0) > TOO_MANY)) return tooMany();
  const tests = orderTests(params);
  const found = passing(world.orders.rows, tests);
  if (found.length === 0) return emptyAnswer(SEARCH);
  return jsonAnswer(200, { Results: found.map((order) => orderRow(world, order, { version, folded: false })), ...(version >= 6 ? { resultsNumberAll: found.length } : {}) });
}

export function readStatuses(): Answer {
  return jsonAnswer(200, { statuses: panelStatuses() });
}

function tooMany(): Answer {
  return refusal(422, 'Przekroczono maksymalną liczbę elementów listy: 100');
}

type Key = (order: Order) => number | string;

const KEYS: Readonly<Record<string, Key>> = {
  sn: (order) => order.id,
  id: (order) => order.orderId,
  order_time: (order) => order.added,
  status: (order) => order.status,
  order_source: (order) => order.source.type,
  order_cost: (order) => productsCost(order.lines, order.worth, true),
  discount_code: (order) => order.discountCode ?? '',
};

/** By the names of `ordersBy` that exist; otherwise the newest first, as the panel lists them. Equal rows keep that order. */
function sorted(world: World, rows: Order[], params: Params): readonly Order[] {
  const wanted = world.settings.ignoreOrdersBy ? [] : params.groups('ordersBy');
  const keys = wanted.flatMap((group) => {
    const key = KEYS[group.text('elementName') ?? ''];
    return key === undefined ? [] : [{ key, sign: group.text('sortDirection')?.toUpperCase() === 'DESC' ? -1 : 1 }];
  });
  const [first] = keys;
  // Serial numbers are unique and the rows are in their order already.
  if (first?.key === KEYS['sn'] && first?.sign === 1) return rows;
  const newest = rows.reverse();
  if (first === undefined || first.key === KEYS['sn']) return newest;
  return newest.sort((a, b) => keys.map(({ key, sign }) => sign * compare(key(a), key(b))).find((order) => order !== 0) ?? 0);
}

function compare(left: number | string, right: number | string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
