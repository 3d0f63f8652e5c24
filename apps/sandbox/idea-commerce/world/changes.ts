/** What staff do to records. No date of the API moves with any of it, and nobody is told (sheet section 5). */
import type { Address, Line, Order, Partner } from './model.js';
import type { World } from './world.js';

export type OrderPatch = Partial<Pick<Order, 'paid' | 'login' | 'currency' | 'payment' | 'deliveryPrice' | 'deliveryMethod' | 'waybills' | 'email' | 'phone' | 'deliveryPartnerId' | 'invoicePartnerId' | 'vat' | 'folderId' | 'note' | 'customFields'>> & {
  readonly delivery?: Partial<Address>;
  readonly invoice?: Partial<Address>;
};
export type LinePatch = Partial<Pick<Line, 'name' | 'sku' | 'price' | 'quantity' | 'taxRate' | 'grossTax'>>;
export type PartnerPatch = Partial<Omit<Partner, 'id' | 'personKey'>>;

export function editOrder(world: World, id: number, { delivery, invoice, ...patch }: OrderPatch): void {
  const order = world.orders.need(id);
  Object.assign(order, patch);
  Object.assign(order.delivery, delivery);
  Object.assign(order.invoice, invoice);
  world.orders.changed();
}

/** Any text: an instance may know states the schema does not. */
export function setStatus(world: World, id: number, status: string): void {
  const order = world.orders.need(id);
  order.status = status;
  if (order.confirmedMs === null && !['draft', 'sent', 'cancel'].includes(status)) order.confirmedMs = world.clock.nowMs();
  world.orders.changed();
}

/** @throws Error when the order has no such line */
export function editLine(world: World, id: number, lineId: number, patch: LinePatch): void {
  const line = world.orders.need(id).lines.find((one) => one.id === lineId);
  if (line === undefined) throw new Error(`Order ${String(id)} has no line ${String(lineId)}`);
  Object.assign(line, patch);
}

export function editPartner(world: World, id: number, patch: PartnerPatch): void {
  Object.assign(world.partners.need(id), patch);
  world.partners.changed();
}
