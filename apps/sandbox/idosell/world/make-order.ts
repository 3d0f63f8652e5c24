/** One new order of a client. */
import { basket, productsCost } from './basket.js';
import { localOf, type Local } from './clock.js';
import { newAddress } from './make-client.js';
import type { Account, Client, Order, OrderSource, PickupPoint, Sharing } from './model.js';
import type { Random } from '../../common/random.js';
import { idsBelow } from './statuses.js';
import type { World } from './world.js';

export type OrderDraft = {
  readonly client: Client;
  /** When it is placed, ms since 1970. */
  readonly ms: number;
  readonly status: string;
  /** Seconds from the order to the end of the history; 0 = it is placed now. */
  readonly age: number;
  /** Somebody whose goods these are, in a dropshipping order. */
  readonly endClient?: Client;
};

const COURIERS = [{ id: 100_097, name: 'DHL Paczka - standard' }, { id: 100_149, name: 'Paczkomaty' }, { id: 58, name: 'Kurier „Żuraw”' }];
const POINTS: readonly PickupPoint[] = [
  { internalId: 77, code: 'KRA01X', street: 'Dworcowa 2', zip: '31-510', city: 'Kraków' }, { internalId: 78, code: '4412', street: 'Żółwia 5', zip: '90-001', city: 'Łódź' },
  { internalId: 112, code: 'GDA77M', street: 'al. Próbna 1', zip: '80-001', city: 'Gdańsk' },
];
const SHOP_SOURCES = [
  { type: 'shop', name: 'Wejście bezpośrednie', typeId: 1, id: 1 }, { type: 'shop', name: 'Newsletter', typeId: 1, id: 4 }, { type: 'price_comparer', name: 'Porównywarka przykładowa', typeId: 3, id: 12 },
  { type: 'search_engine', name: 'Wyszukiwarka', typeId: 2, id: 7 }, { type: 'self_added', name: 'Dodane w panelu', typeId: 9, id: 2 }, { type: 'pos', name: 'POS', typeId: 11, id: 3 },
] as const;

const SHARING: readonly Sharing[] = ['yes', 'no', 'yes', 'disabled'];

export function accountOf(client: Client): Account {
  const { billing } = client;
  return { clientId: client.id, login: client.login, email: client.email, phone1: billing.phone1, phone2: billing.phone2, codeExternal: client.codeExternal };
}

export function makeOrder(world: World, random: Random, draft: OrderDraft): Order {
  const { client, ms, status } = draft;
  const at = localOf(ms);
  /** Wall clock so many seconds after the order. */
  const after = (seconds: number): number => localOf(ms + seconds * 1000);
  const { shares } = world.settings;
  const id = world.orders.nextId(random.chance(0.1) ? random.int(1, 4) : 0);
  client.orderCount += 1;
  client.lastPurchase = Math.max(client.lastPurchase ?? at, at);
  const euro = random.chance(shares.foreignCurrency);
  const money = { currency: euro ? ('EUR' as const) : ('PLN' as const), rate: euro ? random.int(42_000, 44_500) / 10_000 : 1, rebate: random.chance(0.15) ? 10 : 0, wholesale: client.wholesaler };
  const lines = basket(random, world.products, money, random.chance(shares.bundles));
  const source = sourceOf(random, client);
  const point = random.chance(shares.pickupPoints) ? random.pick(POINTS) : null;
  const payment = client.wholesaler && random.chance(0.3) ? 'tradecredit' : random.chance(0.2) ? 'cash_on_delivery' : 'prepaid';
  const sent = ['finished', 'finished_ext', 'lost', 'returned', 'complainted'].includes(status);
  const dispatched = sent ? Math.min(draft.age, random.int(4, 72) * 3600) : null;
  const changed = Math.floor(Math.min(draft.age, (dispatched ?? 0) + random.next() * random.next() * 20 * 86_400));
  const order: Order = {
    id,
    orderId: `${client.login}-${String(client.orderCount)}`,
    type: client.wholesaler ? (source.type === 'self_added' ? 'p' : 't') : source.type === 'self_added' ? 'r' : 'n',
    shopId: random.pick(client.shops),
    account: accountOf(client),
    endAccount: draft.endClient === undefined ? null : accountOf(draft.endClient),
    allegro: client.allegro,
    billing: client.billing,
    delivery: deliveryOf(world, random, draft.endClient ?? client),
    point,
    payer: client.kind === 'firm' && random.chance(0.4) ? { ...client.billing, firm: `${client.billing.firm} oddział` } : null,
    status,
    statusId: random.chance(0.3) ? random.pick(idsBelow(status)) : (idsBelow(status)[0] ?? 0),
    statusChanged: dispatched === null ? at : after(dispatched),
    added: at,
    changed: after(changed),
    dispatched: dispatched === null ? null : after(dispatched),
    source,
    lines,
    linesShown: random.chance(shares.withoutProducts) ? (random.chance(0.5) ? 'absent' : 'empty') : 'yes',
    currency: money.currency,
    rate: money.rate,
    deliveryCost: Math.round(random.pick([0, 1299, 1599, 1999]) / money.rate),
    payformCost: payment === 'cash_on_delivery' ? Math.round(500 / money.rate) : 0,
    rebate: money.rebate,
    worth: client.wholesaler ? 'net' : 'gross',
    payment,
    prepaids: [],
    invoice: client.billing.firm === '' ? 'n' : random.pick(['invoice', 'e_invoice']),
    courier: point === null ? random.pick(COURIERS) : (COURIERS[1] ?? random.pick(COURIERS)),
    waybill: sent ? `00${random.text(18, '0123456789')}` : '',
    clientNote: random.chance(0.12) ? random.pick(['Proszę o szybką wysyłkę :)', 'Dzwonić po 16, domofon nie działa', 'na prezent – bez <ceny>']) : '',
    courierNote: random.chance(0.05) ? 'Zostawić u sąsiadów' : '',
    note: random.chance(0.06) ? 'Klient prosił o fakturę' : '',
    discountCode: random.chance(0.05) ? 'WIOSNA10' : null,
    // By the number, so that nothing else of the shop depends on it.
    sharing: SHARING[id % SHARING.length] ?? 'no',
  };
  if (payment === 'prepaid') {
    const declared = Math.min(changed, random.int(5, 90));
    const booked = draft.age > 0 && status !== 'payment_waiting' ? Math.min(changed, declared + random.int(0, 7200)) : null;
    declarePayment(world, order, after(declared), booked === null ? null : after(booked));
  }
  return order;
}

function declarePayment(world: World, order: Order, added: Local, booked: Local | null): void {
  const allegro = order.allegro !== null;
  const value = productsCost(order.lines, order.worth, false) + order.deliveryCost + order.payformCost;
  const base = { formId: allegro ? 172 : 29, formName: allegro ? 'Allegro Finance' : 'IdoPay', value };
  order.prepaids.push({ id: world.next('prepaid'), added, booked, type: 'payment', ...base });
  if (booked !== null && order.status === 'canceled') order.prepaids.push({ id: world.next('prepaid'), added: order.changed, booked: order.changed, type: 'repayment', ...base });
}

function deliveryOf(world: World, random: Random, client: Client): Order['delivery'] {
  const known = client.addresses[0];
  return known !== undefined && random.chance(0.6) ? known : newAddress(world, random, client);
}

function sourceOf(random: Random, client: Client): OrderSource {
  if (client.allegro !== null) {
    return { type: random.pick(['auction', 'marketplace']), name: 'Allegro', typeId: 5, id: 31, service: 'allegro', externalId: `${random.text(8, '0123456789abcdef')}-${random.text(4, '0123456789abcdef')}-11ef` };
  }
  const source = random.chance(0.75) ? SHOP_SOURCES[random.int(0, 1)] : random.pick(SHOP_SOURCES);
  return { ...(source ?? SHOP_SOURCES[0]), service: random.chance(0.5) ? '' : null, externalId: random.chance(0.03) ? `ZEW/${random.text(6, '0123456789')}` : null };
}
