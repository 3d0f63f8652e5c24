/** What staff and buyers do to an order; each leaves its entry in the journal. */
import { LOG } from './journal.js';
import { makeLine } from './make-lines.js';
import { totalOf, type Address, type Line, type Order } from './model.js';
import type { World } from './world.js';

export type OrderPatch = Partial<Pick<Order, 'email' | 'phone' | 'userLogin' | 'userComments' | 'adminComments' | 'currency' | 'paymentMethod' | 'extra1' | 'extra2' | 'customExtra'>>;
export type DeliveryPatch = Partial<Address> & { readonly method?: string };
export type InvoicePatch = Partial<Address> & { readonly nip?: string };
/** Price in grosze. */
export type LinePatch = Partial<Pick<Line, 'productId' | 'name' | 'attributes' | 'sku' | 'ean' | 'price' | 'taxRate' | 'quantity'>>;

/** The buyer fills in the delivery form: what was withheld appears, and the data may change once more. */
export function confirmOrder(world: World, id: number, patch: OrderPatch = {}): void {
  const order = world.need(id);
  const now = world.clock.seconds();
  const { delivery, invoice, ...rest } = world.withheld.get(id) ?? { delivery: {}, invoice: {} };
  world.withheld.delete(id);
  Object.assign(order, rest, patch);
  Object.assign(order.delivery, delivery);
  Object.assign(order.invoice, invoice);
  order.dateInStatus = now;
  world.shelf.confirm(order, now);
  world.shelf.contacts.put(order);
  world.journal.write(LOG.confirmed, id);
}

/** Edits without an entry: what other systems or support do. */
export function editSilently(world: World, id: number, patch: OrderPatch): void {
  const order = world.need(id);
  Object.assign(order, patch);
  world.shelf.contacts.put(order);
}

export function editOrder(world: World, id: number, patch: OrderPatch): void {
  editSilently(world, id, patch);
  world.journal.write(LOG.edited, id);
}

export function editDelivery(world: World, id: number, { method, ...address }: DeliveryPatch): void {
  const order = world.need(id);
  Object.assign(order.delivery, address);
  if (method !== undefined) order.deliveryMethod = method;
  world.journal.write(LOG.delivery, id);
}

export function editInvoice(world: World, id: number, patch: InvoicePatch): void {
  Object.assign(world.need(id).invoice, patch);
  world.journal.write(LOG.invoiceEdited, id, world.random.int(5_000_000, 5_999_999));
}

/** @param amount grosze; default: all that is missing */
export function payOrder(world: World, id: number, amount?: number): void {
  const order = world.need(id);
  order.paid = amount === undefined ? totalOf(order) : order.paid + amount;
  world.journal.write(LOG.paid, id);
}

export function setStatus(world: World, id: number, statusId: number): void {
  const order = world.need(id);
  order.statusId = statusId;
  order.dateInStatus = world.clock.seconds();
  world.journal.write(LOG.status, id, statusId);
}

/** @returns number of the line */
export function addProduct(world: World, id: number, patch: LinePatch = {}): number {
  const order = world.need(id);
  const line: Line = { ...makeLine(world, world.random, order.source), ...patch };
  order.lines.push(line);
  world.journal.write(LOG.productAdded, id);
  return line.orderProductId;
}

export function editProduct(world: World, id: number, orderProductId: number, patch: LinePatch): void {
  Object.assign(needLine(world.need(id), orderProductId), patch);
  world.journal.write(LOG.productEdited, id);
}

export function removeProduct(world: World, id: number, orderProductId: number): void {
  const order = world.need(id);
  order.lines.splice(order.lines.indexOf(needLine(order, orderProductId)), 1);
  world.journal.write(LOG.productRemoved, id, orderProductId);
}

/** For good. */
export function removeOrder(world: World, id: number): void {
  world.shelf.remove(world.need(id));
  world.withheld.delete(id);
  world.removed.push(id);
  world.journal.write(LOG.removed, id);
}

/** Type 4 as well, and the order is still there (sheet section 7). */
export function removeInvoice(world: World, id: number): void {
  world.need(id);
  world.journal.write(LOG.removed, id);
  world.journal.write(LOG.invoiceRemoved, id);
}

function needLine(order: Order, orderProductId: number): Line {
  const line = order.lines.find((one) => one.orderProductId === orderProductId);
  if (line === undefined) throw new Error(`Order ${String(order.id)} has no line ${String(orderProductId)}`);
  return line;
}
