import fc from 'fast-check';
import { ORDER_STAGES } from '../order-stage.js';
import type { OrderRecord } from '../records.js';
import { buildCartEvent, buildEvent, eventFingerprint, refuseEvent, type Cart, type OrderEventContext } from './build-event.js';
import { DETAILS } from './details.js';
import { eventsOfOrder, type OrderSituation } from './events.js';
import { RELAY_EVENTS, RELAY_FIELDS, type RelayEvent, type RouteOptions } from './route-options.js';
import { at, line, OPTIONS, order, product, START } from './testing/people.js';

const sent = (...types: readonly RelayEvent[]): ReadonlySet<RelayEvent> => new Set(types);
const told = (record: OrderRecord, more: Partial<OrderSituation> = {}) =>
  eventsOfOrder(record, { stage: 'open', options: OPTIONS, sentTypes: sent(), family: false, eventsFromMs: START, ...more }).map(({ type, verdict }) => `${type} ${verdict}`);

describe('what an order has to tell', () => {
  it('one purchase, then updates of it', () => {
    expect(told(order())).toEqual(['PURCHASE send']);
    expect(told(order(), { stage: 'done' })).toEqual(['PURCHASE send']);
    expect(told(order(), { stage: 'done', sentTypes: sent('PURCHASE') })).toEqual(['PURCHASE update']);
    expect(told(order(), { options: { ...OPTIONS, events: ['CART'] } })).toEqual(['PURCHASE event_switched_off']);
  });

  it('a cancellation or return only of a purchase that was told, and one of them once', () => {
    expect(told(order(), { stage: 'cancelled' })).toEqual(['CANCELLATION never_sent']);
    expect(told(order(), { stage: 'returned' })).toEqual(['RETURN never_sent']);
    expect(told(order(), { stage: 'failed' })).toEqual(['PURCHASE never_sent']);
    expect(told(order(), { stage: 'cancelled', sentTypes: sent('PURCHASE') })).toEqual(['CANCELLATION send']);
    expect(told(order(), { stage: 'returned', sentTypes: sent('PURCHASE') })).toEqual(['RETURN send']);
    expect(told(order(), { stage: 'cancelled', sentTypes: sent('PURCHASE', 'CANCELLATION') })).toEqual([]);
    expect(told(order(), { stage: 'returned', sentTypes: sent('PURCHASE', 'CANCELLATION') })).toEqual([]);
    expect(told(order(), { stage: 'failed', sentTypes: sent('PURCHASE') })).toEqual(['PURCHASE order_given_up']);
  });

  it('nothing for merged orders, families and other shops', () => {
    expect(told(order({ merged: true }))).toEqual(['PURCHASE order_merged']);
    expect(told(order(), { stage: 'dropped', sentTypes: sent('PURCHASE') })).toEqual(['PURCHASE order_merged']);
    expect(told(order(), { family: true })).toEqual(['PURCHASE family_sent']);
    expect(told(order(), { family: true, stage: 'cancelled', sentTypes: sent('PURCHASE') })).toEqual(['CANCELLATION family_sent']);
    expect(told(order({ shop: '2' }))).toEqual(['PURCHASE other_shop']);
  });

  it('nothing while it is not confirmed, whatever was told before', () => {
    expect(told(order(), { stage: 'unconfirmed' })).toEqual(['PURCHASE not_confirmed']);
    expect(told(order(), { stage: 'unconfirmed', sentTypes: sent('PURCHASE') })).toEqual(['PURCHASE not_confirmed']);
  });

  it('what the platform says about its birth before what likeness says', () => {
    expect(told(order(), { kin: 'order_merged', family: true })).toEqual(['PURCHASE order_merged']);
    expect(told(order(), { kin: 'family_sent' })).toEqual(['PURCHASE family_sent']);
    expect(told(order(), { kin: null, family: true })).toEqual(['PURCHASE family_sent']);
  });

  it('no purchase of an order that is gone; what was told may still be taken back', () => {
    expect(told(order(), { gone: true })).toEqual(['PURCHASE gone_at_source']);
    expect(told(order(), { gone: true, sentTypes: sent('PURCHASE') })).toEqual(['PURCHASE update']);
    expect(told(order(), { gone: true, stage: 'cancelled', sentTypes: sent('PURCHASE') })).toEqual(['CANCELLATION send']);
  });

  it('nothing ever of an order from before the route or without a date', () => {
    const situation = fc.record({ stage: fc.constantFrom(...ORDER_STAGES), sentTypes: fc.subarray([...RELAY_EVENTS]).map((types) => sent(...types)), family: fc.boolean() });
    const old = fc.constantFrom(null, at('2026-02-28'), at('2026-03-01T11:59:59Z'), { utc: 'no date' });
    fc.assert(fc.property(situation, old, fc.boolean(), (more, placedAt, merged) => {
      for (const verdict of told(order({ placedAt, merged, createdAt: at('2026-03-09') }), more)) expect(verdict).toMatch(/ before_route$/u);
    }));
    expect(told(order({ placedAt: at('2026-03-01T12:00:00Z') }))).toEqual(['PURCHASE send']);
  });

  it('never sends twice what was sent, in no situation', () => {
    const situation = fc.record({ stage: fc.constantFrom(...ORDER_STAGES), sentTypes: fc.subarray([...RELAY_EVENTS]).map((types) => sent(...types)), family: fc.boolean() });
    fc.assert(fc.property(situation, (more) => {
      for (const { type, verdict } of eventsOfOrder(order(), { options: OPTIONS, eventsFromMs: START, ...more })) {
        if (verdict === 'send') expect(more.sentTypes.has(type)).toBe(false);
        if (verdict === 'update') expect(more.sentTypes.has(type)).toBe(true);
        if (type !== 'PURCHASE' && verdict === 'send') expect(more.sentTypes.has('PURCHASE')).toBe(true);
      }
    }));
  });
});

const context: OrderEventContext = { products: (id) => (id === '1' ? product('1', [], { language: 'eng', name: 'Boots; suede' }) : null), sourceCode: 'idosell-1', isoOf: (kind, code) => (kind === 'language' ? code.slice(0, 2) : null), firstSeenMs: START + 5, changedMs: START + 9, shopDomain: 'sklep.example.pl' };
const build = (record: OrderRecord, options: Partial<RouteOptions> = {}, type: 'PURCHASE' | 'CANCELLATION' = 'PURCHASE') => buildEvent(record, type, 'ola@example.com', { ...OPTIONS, ...options }, context);

describe('an event of an order', () => {
  const FULL = order({
    lines: [line('1', { sku: 'BZ;1', variantId: '38', quantity: '1.000', unitGross: '199.999' }), line('2', { quantity: '2', unitGross: null }), line('1', { quantity: '1', unitGross: '5' })],
    total: '258.895', payment: 'prepaid', carrier: 'Paczkomaty', pickupPoint: 'KRA01X', shipping: '12.99', status: 'on_order', marketplace: null,
  });

  it('has a stable id, ids of the feed, the value rounded once, and its place in our standard', () => {
    expect(build(FULL)).toEqual({
      email: 'ola@example.com', contactId: null, type: 'PURCHASE', externalId: 'idosell-1-500', atMs: Date.UTC(2026, 2, 2), description: null, products: ['1', '2'], location: 'sm_1', value: '258.90', shopDomain: 'sklep.example.pl',
      details: { 1: 'Towar 1; Towar 2; Towar 1', 2: '500', 3: '1/2/1', 4: '200.00//5.00', 5: 'Paczkomaty', 6: 'BZ,1; ; ', 7: '38; ; ', 9: 'PLN', 10: 'on_order', 11: 'prepaid', 12: 'KRA01X', 13: '1', 14: 'shop', 16: '12.99', 18: '4' },
    });
    expect(build(FULL, { language: 'eng' }).details).toMatchObject({ 1: 'Boots, suede; Towar 2; Boots, suede', 8: 'en' });
  });

  it('is worth what the shop counts: foreign amounts name their currency', () => {
    const foreign = order({ currency: 'EUR', total: '45', shipping: '5', lines: [line('1', { unitGross: '40' })], base: { currency: 'PLN', total: '193.5', rate: '4.3' } });
    expect(build(foreign)).toMatchObject({ value: '193.50', details: { 4: '40.00 EUR', 9: 'PLN', 15: '45.00 EUR', 16: '5.00 EUR' } });
    expect(build({ ...foreign, base: { currency: 'PLN', total: null, rate: null } }).value).toBeNull();
  });

  it('dates a purchase by the order, the rest by their change; a left-out date becomes when it was first seen', () => {
    expect(build(FULL, {}, 'CANCELLATION').atMs).toBe(Date.UTC(2026, 2, 2, 10));
    expect(build({ ...FULL, updatedAt: null }, {}, 'CANCELLATION').atMs).toBe(START + 9);
    expect(build(FULL, { leaveOut: ['orderDate'] }).atMs).toBe(START + 5);
  });

  it('leaves out every field it is told to', () => {
    const bare = build(FULL, { leaveOut: RELAY_FIELDS });
    expect(bare).toMatchObject({ products: [], value: null, details: {} });
    expect(refuseEvent(bare)).toBe('no_value_and_no_products');
    expect(refuseEvent(build(FULL, { leaveOut: ['products'] }))).toBeNull();
    expect(build(FULL, { leaveOut: ['orderValue'] }).details).not.toHaveProperty('4');
    expect(Object.keys(build(FULL, { leaveOut: ['products', 'productNames'] }).details)).toEqual(['2', '5', '9', '10', '11', '12', '13', '14', '16']);
  });

  it('names goods as the feed does, and none by an id of another kind', () => {
    expect(build(FULL, { productId: 'variant' }).products).toEqual(['38', '2', '1']);
    expect(build(FULL, { productId: 'sku' }).products).toEqual(['BZ;1']);
    expect(build(FULL, { productId: 'sku' }).details).toEqual(build(FULL).details);
  });

  it('says where a gathered order came from, by the name of the account, else its number', () => {
    const gathered = { ...FULL, origin: { type: 'allegro', account: '7301', number: null } };
    expect(build(gathered).details).toMatchObject({ 13: '7301', 14: 'allegro' });
    const named = buildEvent(gathered, 'PURCHASE', 'ola@example.com', OPTIONS, { ...context, nameOf: (kind, code) => (kind === 'source' && code === 'allegro/7301' ? 'sklep-wzorcowy' : null) });
    expect(named.details).toMatchObject({ 13: 'sklep-wzorcowy', 14: 'allegro' });
    expect(eventFingerprint(named)).toBe(eventFingerprint(build(FULL)));
  });

  it('is sent again for its worth only', () => {
    const print = eventFingerprint(build(FULL));
    expect(eventFingerprint(build({ ...FULL, status: 'finished', carrier: 'DPD', payment: 'cash' }))).toBe(print);
    expect(eventFingerprint(build({ ...FULL, total: '258.90' }))).toBe(print);
    expect(eventFingerprint(build({ ...FULL, total: '250' }))).not.toBe(print);
    expect(eventFingerprint(build({ ...FULL, lines: FULL.lines.slice(1) }))).not.toBe(print);
  });

  it('is the same whatever order products are looked up in, and numbers each detail once', () => {
    expect(build(FULL)).toEqual(build({ ...FULL }));
    expect(new Set(DETAILS.map(({ detail }) => detail)).size).toBe(DETAILS.length);
    expect(DETAILS.every(({ detail }) => detail >= 1 && detail <= 20)).toBe(true);
  });
});

describe('a basket', () => {
  const cart: Cart = { cartId: '500', customer: '10', lines: [line('1', { unitGross: '10.005', quantity: '2' }), line('2', { unitGross: '1' })], value: null, currency: 'PLN', atMs: START };
  const basket = (more: Partial<Cart> = {}) => buildCartEvent({ ...cart, ...more }, 'ola@example.com', OPTIONS, context);

  it('is one event by its own id, worth its lines', () => {
    expect(basket()).toMatchObject({ type: 'CART', externalId: 'idosell-1-cart-500', atMs: START, products: ['1', '2'], value: '21.01', details: { 1: 'Towar 1; Towar 2', 2: '500', 3: '2/1', 9: 'PLN' } });
    expect(basket({ value: '19.9' }).value).toBe('19.90');
    expect(basket({ lines: [line('1', { unitGross: null })] }).value).toBeNull();
    expect(refuseEvent(basket({ lines: [] }))).toBe('no_value_and_no_products');
  });
});
