import { orderRow } from '../render/order-row.js';
import { COUNTRIES } from '../world/dictionaries.js';
import { damagedRow } from '../world/damage.js';
import type { Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { BadRequest } from './api-error.js';
import { idsOf } from './ids.js';
import { orderFilters } from './order-filters.js';
import { pageOf, spanOf } from './paging.js';
import type { Query } from './query.js';
import { sortedOrders } from './sorting.js';

type Row = Readonly<Record<string, unknown>>;

/** GET /v2/orders. @throws Invalid, BadRequest, Broken */
export function listOrders(world: World, query: Query): Row {
  const { behaviour } = world;
  const span = spanOf(query, behaviour);
  const id = query.whole('id');
  const wanted = orderFilters(query, behaviour);
  query.check();
  const fits = wanted();
  const lang = query.text('lang') ?? 'pl_PL';
  if (!Object.hasOwn(COUNTRIES, lang)) throw new BadRequest(`Invalid language code: ${lang}`);
  const fields = behaviour.fields === 'ignored' ? [] : query.list('fields');
  const found = (id === null ? sortedOrders(world, query.text('order_by'), span.offset) : idsOf(world.orders, id)).filter(fits);
  return pageOf('orders', found, span, behaviour, (order) => rowOf(world, order, { lang, single: id !== null, fields }));
}

/** @param fields [] = all; the id always comes (A10) */
function rowOf(world: World, order: Order, { fields, ...wish }: { readonly lang: string; readonly single: boolean; readonly fields: readonly string[] }): unknown {
  const whole = orderRow(world, order, wish);
  const row = fields.length === 0 ? whole : Object.fromEntries(Object.entries(whole).filter(([name]) => name === 'id' || fields.includes(name)));
  const damage = world.damageOf('orders', order.id);
  return damage === undefined ? row : damagedRow(row, damage);
}
