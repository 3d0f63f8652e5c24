/** What the shop's staff do with orders after the start; every change moves the order's date and is announced. */
import type { Local } from './clock.js';
import { joinInto } from './join.js';
import type { Order, Sharing } from './model.js';
import { codeOfId, statusIdOf } from './statuses.js';
import type { World } from './world.js';

export type OrderPatch = {
  readonly status?: string; readonly statusId?: number; readonly note?: string; readonly clientNote?: string; readonly courierNote?: string; readonly deliveryStreet?: string; readonly deliveryZip?: string;
  readonly deliveryCity?: string; readonly waybill?: string; readonly externalId?: string; readonly paid?: boolean; readonly sharing?: Sharing;
};

/** @throws Error when there is no such order */
export function touchOrder(world: World, serial: number, patch: OrderPatch = {}): void {
  const order = world.orders.need(serial);
  const now = world.clock.now();
  const names = ['orderUpdated'];
  const { deliveryStreet, deliveryZip, deliveryCity } = patch;
  order.delivery = { ...order.delivery, street: deliveryStreet ?? order.delivery.street, zip: deliveryZip ?? order.delivery.zip, city: deliveryCity ?? order.delivery.city };
  order.note = patch.note ?? order.note;
  order.sharing = patch.sharing ?? order.sharing;
  order.clientNote = patch.clientNote ?? order.clientNote;
  order.courierNote = patch.courierNote ?? order.courierNote;
  order.source.externalId = patch.externalId ?? order.source.externalId;
  if (patch.waybill !== undefined && patch.waybill !== order.waybill) {
    order.waybill = patch.waybill;
    names.push('orderPackageCreated');
  }
  if (patch.paid === true && bookPayments(world, order, now)) names.push('orderPaid');
  names.push(...moveStatus(order, patch, now));
  order.changed = now;
  world.emit({ kind: 'order', names, order });
}

/** @throws Error for a panel id that does not exist */
function moveStatus(order: Order, patch: OrderPatch, now: Local): readonly string[] {
  const status = patch.status ?? (patch.statusId === undefined ? order.status : codeOfId(patch.statusId));
  if (status === null) throw new Error(`There is no status ${String(patch.statusId)}`);
  const id = patch.statusId ?? (patch.status === undefined ? order.statusId : statusIdOf(status));
  if (status === order.status && id === order.statusId) return [];
  order.status = status;
  order.statusId = id;
  order.statusChanged = now;
  if (status === 'finished') order.dispatched ??= now;
  return ['orderStatusUpdated', ...(status === 'finished' ? ['orderSent'] : []), ...(status === 'canceled' ? ['orderCanceled'] : [])];
}

function bookPayments(world: World, order: Order, now: Local): boolean {
  if (order.prepaids.length === 0) order.prepaids.push({ id: world.next('prepaid'), added: now, booked: null, type: 'payment', formId: 1, formName: 'Przelew bankowy', value: 0 });
  const waiting = order.prepaids.filter((prepaid) => prepaid.booked === null);
  for (const prepaid of waiting) prepaid.booked = now;
  return waiting.length > 0;
}

export function joinOrders(world: World, serial: number, into: number): void {
  if (serial === into) throw new Error('An order cannot be joined with itself');
  const [from, target] = [world.orders.need(serial), world.orders.need(into)];
  joinInto(from, target, world.clock.now());
  world.emit({ kind: 'order', names: ['orderUpdated', 'orderStatusUpdated'], order: from });
  world.emit({ kind: 'order', names: ['orderUpdated'], order: target });
}
