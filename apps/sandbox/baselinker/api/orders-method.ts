import type { Behaviour } from '../options.js';
import { orderRow, type RowParts } from '../render/order-row.js';
import type { Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { ApiError } from './api-error.js';
import { flag, text, whole, type Parameters } from './parameters.js';

const ROWS = 100;

/** At most 100 orders by confirmation, or with `id_from` by number; no page, limit or sort (sheet section 4). */
export function getOrders(world: World, parameters: Parameters): Readonly<Record<string, unknown>> {
  const wanted = filterOf(parameters);
  const parts = partsOf(parameters, world.behaviour);
  const orders: unknown[] = [];
  for (const order of candidates(world, parameters)) {
    if (!wanted(order)) continue;
    orders.push(orderRow(world, order, parts));
    if (orders.length === ROWS) break;
  }
  return { orders };
}

function candidates(world: World, parameters: Parameters): Iterable<Order> {
  const id = whole(parameters, 'order_id');
  if (id !== null) {
    const order = world.shelf.get(id);
    if (order === undefined && world.behaviour.deletedOrder === 'error') throw new ApiError('ERROR_INVALID_ORDER_ID', `Order id ${String(id)} is invalid`);
    return order === undefined ? [] : [order];
  }
  const from = whole(parameters, 'id_from');
  const email = text(parameters, 'filter_email', 50);
  if (email !== '') return world.shelf.sorted(world.shelf.contacts.byEmail(email), from !== null);
  return from === null ? world.shelf.fromConfirmed(whole(parameters, 'date_confirmed_from') ?? 0) : world.shelf.fromId(from);
}

/** Every filter given must fit. */
function filterOf(parameters: Parameters): (order: Order) => boolean {
  const number = (name: string): number | null => whole(parameters, name);
  const tests: ((order: Order) => boolean)[] = [];
  const unless = <T>(value: T | null, test: (order: Order, value: T) => boolean): void => {
    if (value !== null && value !== '') tests.push((order) => test(order, value));
  };
  if (!flag(parameters, 'get_unconfirmed_orders')) tests.push((order) => order.confirmed);
  unless(number('date_confirmed_from'), (order, from) => order.dateConfirmed >= from);
  unless(number('date_from'), (order, from) => order.dateAdd >= from);
  unless(number('id_from'), (order, from) => order.id >= from);
  unless(number('status_id'), (order, status) => order.statusId === status);
  unless(text(parameters, 'filter_email', 50), (order, email) => order.email.toLowerCase() === email.toLowerCase());
  const source = text(parameters, 'filter_order_source', 20);
  unless(source, (order) => order.source === source);
  // The account alone says nothing: the documentation asks for the source as well.
  if (source !== '') unless(number('filter_order_source_id'), (order, account) => order.sourceId === account);
  unless(number('filter_shop_order_id'), (order, shopOrder) => order.shopOrderId === shopOrder);
  unless(text(parameters, 'filter_external_order_id', 50), (order, external) => order.externalOrderId === external);
  return (order) => tests.every((test) => test(order));
}

function partsOf(parameters: Parameters, { commissionFlag }: Behaviour): RowParts {
  return { customFields: flag(parameters, 'include_custom_extra_fields'), commission: flag(parameters, commissionFlag), connect: flag(parameters, 'include_connect_data') };
}
