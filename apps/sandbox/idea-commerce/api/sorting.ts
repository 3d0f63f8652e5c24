/** `order_by` in Odoo's way: `field`, `field asc`, `field desc`, several with commas (A6). */
import { mark } from '../render/values.js';
import type { Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { BadRequest } from './api-error.js';

type Value = string | number | null;
const FIELDS: ReadonlyMap<string, (order: Order) => Value> = new Map(Object.entries({
  id: (order: Order) => order.id,
  name: (order: Order) => order.name,
  status: (order: Order) => order.status,
  date_order: (order: Order) => order.orderedMs,
  confirm_date: (order: Order) => order.confirmedMs,
  create_date: (order: Order) => order.createdMs,
}));

/** @param offset of the page: the database gives equal rows in another sequence for every one. @throws BadRequest for a field it does not know */
export function sortedOrders({ orders, behaviour }: World, orderBy: string | null, offset: number): readonly Order[] {
  const text = orderBy === null || orderBy.trim() === '' || behaviour.orderBy === 'ignored' ? behaviour.defaultOrder : orderBy;
  const keys = text.split(',').map(keyOf);
  const compareRows = (a: Order, b: Order): number => {
    for (const { read, down } of keys) {
      const order = compare(read(a), read(b));
      if (order !== 0) return down ? -order : order;
    }
    return mark(a.id, String(offset)) - mark(b.id, String(offset));
  };
  if (!keys.some(({ field }) => field === 'id')) return [...orders.all()].sort(compareRows);
  return orders.sorted(keys.map(({ field, down }) => `${field} ${down ? 'desc' : 'asc'}`).join(', '), compareRows);
}

function keyOf(text: string): { readonly field: string; readonly read: (order: Order) => Value; readonly down: boolean } {
  const [field = '', way = 'asc', ...rest] = text.trim().split(/\s+/u);
  const read = FIELDS.get(field);
  const direction = way.toLowerCase();
  if (read === undefined || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw new BadRequest(`Invalid "order" specified (${text.trim()}). A valid "order" specification is a comma-separated list of valid field names (optionally followed by asc/desc for the direction)`);
  return { field, read, down: direction === 'desc' };
}

/** PostgreSQL takes nothing for the greatest. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
