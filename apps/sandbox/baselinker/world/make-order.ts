/** One order of any source. */
import type { Random } from '../../common/random.js';
import { ALLEGRO, AMAZON, EBAY, SHOPS, STATUS } from './dictionaries.js';
import { makeLines } from './make-lines.js';
import type { Address, Order, Point } from './model.js';
import { bare, typedPhone, type Person } from './people.js';
import type { World } from './world.js';

/** What is known before; texts replace what would be made. `value` in grosze. */
export type Draft = {
  readonly source: string;
  readonly sourceId: number;
  /** null: an order without a customer. */
  readonly person: Person | null;
  readonly dateAdd: number;
  /** null = unconfirmed. */
  readonly dateConfirmed: number | null;
  readonly statusId?: number;
  readonly phone?: string;
  readonly email?: string;
  readonly fullname?: string;
  readonly company?: string;
  readonly nip?: string;
  readonly login?: string;
  readonly shopOrderId?: number;
  readonly externalOrderId?: string;
  readonly value?: number;
  readonly currency?: string;
  readonly paid?: boolean;
  readonly comments?: string;
  readonly extra1?: string;
  readonly customExtra?: Readonly<Record<string, string>>;
};

export const NO_ADDRESS: Address = { fullname: '', company: '', address: '', postcode: '', city: '', state: '', country: '', countryCode: '' };
const NO_POINT: Point = { id: '', name: '', address: '', postcode: '', city: '' };
const HEX = '0123456789abcdef';
const DIGITS = '0123456789';

/** Makes it and puts it on the shelf; writes nothing into the journal. */
export function makeOrder(world: World, random: Random, draft: Draft): Order {
  const { source, sourceId, person, dateAdd } = draft;
  const lines = makeLines(world, random, source, draft.value);
  const address = addressOf(random, draft);
  const locker = source === 'allegro' && random.chance(0.6);
  const deliveryPrice = draft.value !== undefined ? 0 : random.pick([0, 899, 1200, 1500]);
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const order: Order = {
    id: world.nextOrder(random),
    personKey: person?.key ?? '',
    shopOrderId: draft.shopOrderId ?? (source === 'shop' ? world.nextShopOrder() : 0),
    externalOrderId: draft.externalOrderId ?? externalOf(random, source),
    source,
    sourceId,
    statusId: draft.statusId ?? STATUS.fresh,
    confirmed: draft.dateConfirmed !== null,
    dateConfirmed: draft.dateConfirmed ?? (world.behaviour.unconfirmedDate === 'zero' ? 0 : dateAdd),
    dateAdd,
    dateInStatus: draft.dateConfirmed ?? dateAdd,
    userLogin: draft.login ?? loginOf(source, person),
    phone: draft.phone ?? phoneOf(random, source, person),
    email: draft.email ?? emailFor(world, random, draft),
    userComments: draft.comments ?? (random.chance(0.05) ? 'Proszę o szybką wysyłkę\n— dziękuję & pozdrawiam' : ''),
    adminComments: '',
    currency: draft.currency ?? currencyOf(random, source),
    paymentMethod: source === 'allegro' ? random.pick(['Przelewy24', 'PayU']) : source === 'personal' ? '' : 'Przelew',
    cashOnDelivery: source !== 'allegro' && random.chance(0.1),
    paid: draft.paid ?? (source === 'allegro' || random.chance(0.6)) ? goods + deliveryPrice : 0,
    deliveryMethod: locker ? 'Allegro Paczkomaty InPost' : source === 'personal' ? '' : 'Kurier',
    deliveryPrice,
    delivery: { ...address },
    point: locker ? { id: 'LOD00X', name: 'Paczkomat LOD00X', address: 'Próbna 1', postcode: '90-001', city: 'Łódź' } : NO_POINT,
    invoice: { ...address, nip: draft.nip ?? person?.nip ?? '' },
    wantInvoice: (draft.nip ?? person?.nip ?? '') !== '',
    extra1: draft.extra1 ?? '',
    extra2: '',
    customExtra: draft.customExtra ?? (random.chance(0.15) ? { 135: random.pick(['B2B', 'B2C']) } : {}),
    slug: random.text(10, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    lines,
  };
  if (!order.confirmed) withhold(world, order, draft);
  world.shelf.add(order);
  return order;
}

/** The buyer has not filled the delivery form in yet (sheet sections 4 and 7). */
function withhold(world: World, order: Order, draft: Draft): void {
  const { phone, deliveryMethod, deliveryPrice, paymentMethod } = order;
  world.withheld.set(order.id, { phone, deliveryMethod, deliveryPrice, paymentMethod, delivery: { ...order.delivery }, invoice: { ...order.invoice } });
  Object.assign(order.delivery, NO_ADDRESS, draft.fullname === undefined ? {} : { fullname: draft.fullname });
  Object.assign(order.invoice, NO_ADDRESS, { nip: '' });
  order.phone = draft.phone ?? '';
  order.deliveryMethod = '';
  order.deliveryPrice = 0;
  order.paymentMethod = '';
  order.paid = 0;
}

function addressOf(random: Random, { person, source, fullname, company }: Draft): Address {
  if (person === null) return { ...NO_ADDRESS, fullname: fullname ?? '', company: company ?? (source === 'personal' ? 'Firma Wzorcowa D24' : ''), address: 'Testowa 42', postcode: '63-444', city: 'Żory', country: 'Polska', countryCode: 'PL' };
  const made = `${person.firstName} ${person.lastName}`;
  const written = random.chance(0.3) ? bare(made) : random.chance(0.05) ? `${person.lastName.toUpperCase()} ${person.firstName}` : made;
  return { fullname: fullname ?? written, company: company ?? person.company, ...person.home, state: random.chance(0.1) ? 'łódzkie' : '', country: 'Polska', countryCode: 'PL' };
}

function loginOf(source: string, person: Person | null): string {
  return source === 'allegro' || source === 'ebay' ? (person?.login ?? '') : '';
}

function phoneOf(random: Random, source: string, person: Person | null): string {
  if (person === null || (source === 'personal' && random.chance(0.3))) return '';
  const { phone } = person;
  if (!/^\d{9}$/u.test(phone)) return phone;
  if (source === 'allegro') return `+48${phone}`;
  return source === 'personal' ? `${phone.slice(0, 3)} ${phone.slice(3, 6)} ${phone.slice(6)}` : typedPhone(random, phone);
}

/** Marketplaces give an address of their own, Allegro's with a new part after + in every order. */
function emailFor(world: World, random: Random, { source, sourceId, person }: Draft): string {
  if (person === null) return '';
  if (source === 'allegro') return `${world.cast.hash(person, sourceId)}+${random.text(random.int(7, 9), HEX)}@allegromail.pl`;
  if (source === 'amazon') return `${world.cast.hash(person, AMAZON)}${random.text(4, HEX)}@marketplace.amazon.pl`;
  if (source === 'ebay') return `${random.text(20, HEX)}@members.ebay.com`;
  if (source === 'personal' && random.chance(0.5)) return '';
  const [first = '', second = first] = person.emails;
  const chosen = random.chance(0.75) ? first : second;
  return random.chance(0.05) ? chosen.toUpperCase() : chosen;
}

function currencyOf(random: Random, source: string): string {
  if (source === 'personal') return random.chance(0.5) ? '' : 'PLN';
  return source === 'amazon' || source === 'ebay' ? random.pick(['EUR', 'GBP', 'PLN']) : 'PLN';
}

function externalOf(random: Random, source: string): string {
  if (source === 'allegro') return [8, 4, 4, 4, 12].map((length) => random.text(length, HEX)).join('-');
  if (source === 'amazon') return [3, 7, 7].map((length) => random.text(length, DIGITS)).join('-');
  return source === 'ebay' ? random.text(12, DIGITS) : '';
}

/** The account of a source that is used when none is named. */
export function usualAccount(source: string): number {
  return { allegro: ALLEGRO[0], shop: SHOPS[0], amazon: AMAZON, ebay: EBAY }[source] ?? 0;
}
