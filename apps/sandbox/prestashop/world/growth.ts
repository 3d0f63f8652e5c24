/** Adds one customer, address or order to the shop; the first history and later sales both grow it this way. */
import { cellText, type Row } from '../data/row.js';
import type { AllegroLoginPlace } from '../options.js';
import { addressRow } from './address-row.js';
import { customerRow, type CustomerKind } from './customer-row.js';
import { orderRow } from './order-row.js';
import type { Random } from '../../common/random.js';
import type { Shop } from './shop.js';

export type Stamp = { readonly created: string; readonly updated: string };

const PLACES: readonly AllegroLoginPlace[] = ['note', 'payment', 'address_other', 'address_alias', 'address_company', 'gift_message', 'message'];

/** Where this customer's login is left; a place the version does not have becomes the payment name. */
export function loginPlace(shop: Shop, customerId: number): AllegroLoginPlace {
  const wanted = shop.settings.allegroLogin;
  const place = wanted === 'mixed' ? (PLACES[customerId % PLACES.length] ?? 'payment') : wanted;
  return shop.profile.level === 16 && (place === 'note' || place === 'message') ? 'payment' : place;
}

/** A customer row that is not yet in its table. */
export function newCustomer(shop: Shop, random: Random, id: number, kind: CustomerKind, stamp: Stamp): Row {
  const { settings, people } = shop;
  const secondShop = settings.shops === 2 && kind !== 'technical' && random.chance(settings.shares.secondShop);
  return customerRow(random, people, {
    id,
    kind,
    ...stamp,
    shop: secondShop ? 2 : 1,
    sharedEmails: settings.shares.sharedEmails,
    softDeleted: settings.shares.softDeletedCustomers,
  });
}

/** An address row that is not yet in its table, known to the directory. */
export function newAddress(shop: Shop, random: Random, id: number, owner: Row, stamp: Stamp): Row {
  const row = addressRow(random, {
    id,
    owner,
    ...stamp,
    deleted: random.chance(shop.settings.shares.deletedAddresses),
    buyer: shop.people.buyerOf.get(owner.id),
    loginPlace: loginPlace(shop, owner.id),
  });
  const list = shop.people.addresses.get(owner.id);
  if (list === undefined) shop.people.addresses.set(owner.id, [row]);
  else list.push(row);
  return row;
}

export type NewOrder = Stamp & {
  readonly id: number;
  readonly firstLineId: number;
  /** 0 = nobody: no such row. */
  readonly customerId: number;
  readonly state: number;
  readonly reference: string;
  readonly zeroDates: boolean;
};

/** An order row that is not yet in its table. */
export function newOrder(shop: Shop, random: Random, input: NewOrder): Row {
  const customer = shop.tables.customers.get(input.customerId);
  const addresses = shop.people.addresses.get(input.customerId) ?? [];
  const delivery = addresses.length === 0 ? 0 : random.pick(addresses).id;
  const shopId = customer?.cells['id_shop'];
  return orderRow(random, {
    ...input,
    secureKey: cellText(customer?.cells['secure_key']) || '0123456789abcdef0123456789abcdef',
    delivery,
    invoice: addresses.length > 1 && random.chance(0.2) ? random.pick(addresses).id : delivery,
    shop: typeof shopId === 'number' ? shopId : 1,
    foreign: random.chance(shop.settings.shares.foreignCurrency),
    buyer: shop.people.buyerOf.get(input.customerId),
    loginPlace: loginPlace(shop, input.customerId),
  });
}

export function newReference(random: Random): string {
  return random.text(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
}

/** One line in the log of state changes. */
export function historyRow(id: number, order: number, state: number, employee: number, at: string): Row {
  return { id, cells: { id_employee: employee, id_order_state: state, id_order: order, date_add: at } };
}

/** A message on an order: the buyer's login where the module writes it there, otherwise a remark now and then. */
export function messageText(shop: Shop, random: Random, customerId: number): string | null {
  const buyer = shop.people.buyerOf.get(customerId);
  if (buyer !== undefined && loginPlace(shop, customerId) === 'message') return `Allegro login: ${buyer.login}`;
  return random.chance(0.03) ? 'Proszę o kontakt przed wysyłką' : null;
}

export function messageRow(id: number, order: Row, message: string, at: string): Row {
  const customer = order.cells['id_customer'] ?? 0;
  return { id, cells: { id_cart: order.id + 4000, id_order: order.id, id_customer: customer, id_employee: 0, message, private: 1, date_add: at } };
}
