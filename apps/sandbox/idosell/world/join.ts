import type { Local } from './clock.js';
import type { Order } from './model.js';
import { statusIdOf } from './statuses.js';

/** Merges one order into another: the goods move, the emptied order stays behind as `joined`. Lists of both say so or are missing. */
export function joinInto(from: Order, into: Order, at: Local): void {
  into.lines = [...into.lines, ...from.lines];
  from.lines = [];
  from.linesShown = from.id % 2 === 0 ? 'absent' : 'empty';
  from.status = 'joined';
  from.statusId = statusIdOf('joined');
  from.dispatched = null;
  from.waybill = '';
  for (const order of [from, into]) order.changed = at;
  from.statusChanged = at;
}
