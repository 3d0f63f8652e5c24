import fc from 'fast-check';
import type { OrderRecord } from '../records.js';
import { changedSources, refuseOrder } from './refuse-order.js';
import { OPTIONS, order } from './testing/people.js';

const from = (type: string, account = '1', more: Partial<OrderRecord> = {}): OrderRecord => order({ ownerId: null, origin: { type, account, number: null }, ...more });
const mapping = { type: 'shop', account: '9014', integrationId: 'presta' };
const MAPPED = { ...OPTIONS, sources: [mapping] };

describe('an order is none on a route', () => {
  it('when it is a return that is kept like an order', () => {
    expect(refuseOrder(from('order_return'), OPTIONS, [])).toBe('return_not_order');
  });

  it('while nobody has confirmed it', () => {
    expect(refuseOrder(from('allegro', '1', { confirmed: false }), OPTIONS, [])).toBe('not_confirmed');
    expect(refuseOrder(from('allegro', '1', { confirmed: true }), OPTIONS, [])).toBeNull();
    expect(refuseOrder(from('allegro'), OPTIONS, [])).toBeNull();
  });

  it('when it is of a shop and these are skipped', () => {
    expect(refuseOrder(from('shop'), OPTIONS, [])).toBeNull();
    expect(refuseOrder(from('shop'), { ...OPTIONS, skipShopOrders: true }, [])).toBe('shop_orders_skipped');
    expect(refuseOrder(from('allegro'), { ...OPTIONS, skipShopOrders: true }, [])).toBeNull();
  });

  it('when its source has a route of its own, of exactly that account, as long as that is on', () => {
    expect(refuseOrder(from('shop', '9014'), MAPPED, ['presta'])).toBe('source_has_own_route');
    expect(refuseOrder(from('shop', '9014'), MAPPED, ['idosell'])).toBeNull();
    expect(refuseOrder(from('shop', '9015'), MAPPED, ['presta'])).toBeNull();
    expect(refuseOrder(from('allegro', '9014'), MAPPED, ['presta'])).toBeNull();
  });

  it('of a mapped source first because of the mapping, whatever else is so', () => {
    const situation = fc.record({ skipShopOrders: fc.boolean(), confirmed: fc.constantFrom(true, false, undefined) });
    fc.assert(fc.property(situation, ({ skipShopOrders, confirmed }) => {
      const one = from('shop', '9014', confirmed === undefined ? {} : { confirmed });
      expect(refuseOrder(one, { ...MAPPED, skipShopOrders }, ['presta'])).toBe('source_has_own_route');
      expect(refuseOrder(one, { ...MAPPED, skipShopOrders }, [])).toBe(skipShopOrders ? 'shop_orders_skipped' : confirmed === false ? 'not_confirmed' : null);
    }));
  });

  it('never because of options where a platform tells no origin', () => {
    expect(refuseOrder(order(), { ...MAPPED, skipShopOrders: true }, ['presta'])).toBeNull();
  });
});

describe('options that change', () => {
  it('name the sources they are about', () => {
    expect(changedSources(OPTIONS, OPTIONS)).toEqual([]);
    expect(changedSources(OPTIONS, { ...OPTIONS, skipShopOrders: true })).toEqual([{ type: 'shop', account: null }]);
    expect(changedSources(OPTIONS, MAPPED)).toEqual([{ type: 'shop', account: '9014' }]);
    expect(changedSources(MAPPED, OPTIONS)).toEqual([{ type: 'shop', account: '9014' }]);
    expect(changedSources(MAPPED, { ...MAPPED, sources: [{ ...mapping, integrationId: 'other' }] })).toHaveLength(2);
  });

  it('name every source of which an order is judged otherwise', () => {
    const source = fc.record({ type: fc.constantFrom('shop', 'allegro'), account: fc.constantFrom('1', '2'), integrationId: fc.constantFrom('a', 'b') });
    const options = fc.record({ skipShopOrders: fc.boolean(), sources: fc.array(source, { maxLength: 4 }) });
    fc.assert(fc.property(options, options, fc.subarray(['a', 'b']), (before, after, served) => {
      const named = changedSources(before, after);
      for (const type of ['shop', 'allegro']) {
        for (const account of ['1', '2']) {
          const one = from(type, account);
          if (refuseOrder(one, before, served) !== refuseOrder(one, after, served)) expect(named.some((changed) => changed.type === type && (changed.account === null || changed.account === account))).toBe(true);
        }
      }
    }));
  });
});
