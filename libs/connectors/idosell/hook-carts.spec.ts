import fc from 'fast-check';
import type { HookCart } from '../sdk/hook-cart.js';
import { hooks } from './hooks.js';
import { cartIn } from './hook-carts.js';
import { icfFile } from './icf.js';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const OURS = { v: 1, event: 'basket_edited', shopId: '1', basketId: '70001', clientId: '812', email: '', currency: 'pln', value: '221.50', lines: '812:1:219.00;97-38:2;97:2.5', ts: '2026-03-02 12:30:00' };
const CART: HookCart = {
  cartId: '70001', customerId: '812', email: null, shop: '1', currency: 'PLN', atMs: Date.parse('2026-03-02T11:30:00Z'), value: '221.50',
  lines: [{ productId: '812', quantity: '1', unitPrice: '219.00' }, { productId: '97', quantity: '2.50', unitPrice: null }],
};

describe('a delivery about a basket', () => {
  it('is read as our own file writes it', () => {
    expect(cartIn(OURS, NOW)).toEqual(CART);
  });

  it.each([
    [{ ...OURS, event: 'whatever' }],
    [{ basket: { id: 1, basketId: 70001, lines: OURS.lines, value: 221.5, currency: 'PLN' }, clientId: 812, shopId: 1, ts: 1_772_451_000 }],
    [{ webhook: OURS }],
    [{ event: 'basket_edited', cart: { cart_id: '70001', client_id: '812', shop_id: '1', currency: 'PLN', total: '221.50', at: '2026-03-02T11:30:00Z', products: [{ productId: 812, quantity: 1, price: 219 }, { product_id: '97', quantity: '2.5' }, { productId: 'x', quantity: 1 }] } }],
  ])('is read in other shapes too: %j', (payload) => {
    expect(cartIn(payload, NOW)).toEqual(CART);
  });

  it('without a number, or without anybody it belongs to, is known and left alone', () => {
    for (const payload of [{ ...OURS, basketId: '' }, { ...OURS, basketId: '../x' }, { ...OURS, clientId: '' }, { ...OURS, clientId: '0', email: 'nie adres' }, { basketId: { 0: 1 } }]) expect(hooks.read(payload).kind).toBe('ignored');
    expect(cartIn({ ...OURS, clientId: '', email: ' Gosc@Example.COM ' }, NOW)).toMatchObject({ customerId: null, email: 'gosc@example.com' });
  });

  it('brings a basket and asks for nobody', () => {
    expect(hooks.read({ ...OURS, ts: '' })).toEqual({ kind: 'hints', hints: [], carts: [{ ...CART, atMs: null }] });
  });

  it.each([[{ event: 'order_placed', orderSerialNumber: '5' }], [{ client: { clientId: 9 } }], [{ Results: [] }], [null], ['x'], [[OURS]]])('is told from others: %j', (payload) => {
    expect(cartIn(payload, NOW)).toBeUndefined();
  });

  it('has limits: lines, texts, amounts, dates ahead', () => {
    const many = Array.from({ length: 900 }, (_unused, index) => `${String(index + 1)}:1:1.00`).join(';');
    expect(cartIn({ ...OURS, lines: many }, NOW)?.lines).toHaveLength(200);
    expect(cartIn({ ...OURS, basketId: 'x'.repeat(101) }, NOW)).toBeNull();
    expect(cartIn({ ...OURS, value: '-5', currency: 'złoty', ts: '2036-01-01 00:00:00', lines: '1:-2;2:0;3:x', shopId: 'a' }, NOW)).toMatchObject({ value: null, currency: null, atMs: null, lines: [], shop: null });
    expect(JSON.stringify(cartIn({ ...OURS, note: 'kanarek', lines: [{ productId: 1, quantity: 1, name: 'kanarek' }] }, NOW))).not.toContain('kanarek');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything({ maxDepth: 5, withNullPrototype: true }), fc.jsonValue(), (anything, json) => {
      for (const payload of [anything, json, { basket: anything }, { event: 'basket_edited', basketId: '1', clientId: '2', lines: anything }, { basketId: json }]) {
        const cart = cartIn(payload, NOW);
        if (cart !== undefined && cart !== null) expect(cart.lines.length).toBeLessThanOrEqual(200);
      }
    }));
  });
});

it('the file to import has a body for baskets that is read back', () => {
  const { webhooks } = icfFile.describe({ url: 'https://hub.example/hooks/x', name: 'A', settings: {}, generatedAt: new Date(NOW) }) as { webhooks: { event: string; body: string }[] };
  const { body = '' } = webhooks.find(({ event }) => event === 'basket_edited') ?? {};
  const filled = body.replaceAll(/\{(\w+)\}/gu, (_whole, name: string) => ({ shop_id: '1', basket_id: '70001', client_id: '812', client_email: '', basket_currency: 'PLN', basket_value: '221.50', basket_lines: OURS.lines, now: OURS.ts })[name] ?? '');
  expect(cartIn(JSON.parse(filled), NOW)).toEqual(CART);
});
