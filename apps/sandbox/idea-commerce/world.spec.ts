import { settingsOf, type IdeaCommerceSandboxOptions } from './options.js';
import { STATUS_NAMES } from './world/dictionaries.js';
import { generateWorld } from './world/generate.js';
import type { Order } from './world/model.js';
import type { World } from './world/world.js';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const made = (options: IdeaCommerceSandboxOptions = {}): World => generateWorld(settingsOf({ now: () => NOW, ...options }));
const ordersOf = (world: World): readonly Order[] => world.orders.list();

it('is the same for the same seed, and another for another', () => {
  const [one, same, other] = [made(), made(), made({ seed: 2 })];
  expect([ordersOf(same), same.partners.list()]).toEqual([ordersOf(one), one.partners.list()]);
  expect(ordersOf(other)).not.toEqual(ordersOf(one));
});

it.each([16, 250])('has every hard case among %i orders', (orders) => {
  const world = made({ orders });
  const list = ordersOf(world);
  const mails = list.filter(({ personKey, config }) => personKey === 'p1' && config === 1).map(({ email }) => email ?? '');
  const bases = new Set(mails.map((mail) => mail.replace(/\+[^@]*/u, '')));
  expect([new Set(mails.filter((mail) => mail.includes('+'))).size >= 2, mails.some((mail) => !mail.includes('+')), bases.size]).toEqual([true, true, 1]);
  expect(list.some(({ source, phone }) => source === 'woocommerce' && phone === null)).toBe(true);
  expect(list.some(({ invoicePartnerId, deliveryPartnerId }) => invoicePartnerId === null && deliveryPartnerId !== null)).toBe(true);
  expect(list.some(({ invoicePartnerId, deliveryPartnerId }) => invoicePartnerId === null && deliveryPartnerId === null)).toBe(true);
  expect(list.some(({ orderedMs }) => orderedMs === null)).toBe(true);
  expect(new Set(list.map(({ source }) => source))).toEqual(new Set(['woocommerce', 'allegro', 'ebay', 'amazon', 'kaufland', null]));
});

it('has every status, waybills where something was sent, and creation dates in the order of ids', () => {
  const list = ordersOf(made());
  expect(new Set(list.map(({ status }) => status))).toEqual(new Set(STATUS_NAMES));
  expect(list.filter(({ status }) => status === 'delivered').some(({ waybills }) => waybills.length > 1)).toBe(true);
  expect(list.every((order, at) => at === 0 || order.createdMs >= (list[at - 1]?.createdMs ?? 0))).toBe(true);
  expect(list.every(({ createdMs, orderedMs }) => createdMs <= NOW && (orderedMs ?? 0) <= createdMs)).toBe(true);
});

it('gives marketplace orders partner records of their own, and a shop customer the same ones', () => {
  const list = ordersOf(made());
  const own = list.filter(({ source }) => source === 'allegro').flatMap((order) => [order.deliveryPartnerId, order.invoicePartnerId]);
  expect(new Set(own).size).toBe(own.length);
  const shop = list.filter(({ source, personKey }) => source === 'woocommerce' && personKey === 'p3').map((order) => order.invoicePartnerId);
  expect([shop.length > 1, new Set(shop).size]).toEqual([true, 1]);
});

it('has so many partners who never bought, besides the company and its user', () => {
  const world = made({ idlePartners: 40, orders: 30 });
  const contacts = world.partners.list().filter(({ personKey, email }) => personKey === '' && (email === null || email.endsWith('@example.net')));
  expect(contacts.filter(({ name }) => name !== 'Administrator' && name !== 'Klient detaliczny').length).toBe(40);
  expect(world.partners.get(1)?.name).toContain('sp. z o.o.');
});

it('takes people from outside with their login and coded address', () => {
  const world = made({ orders: 16, people: [{ email: 'anna@wzorcowy.example', firstName: 'Anna', lastName: 'Wspólna', phone: '600700800', login: 'wspolna_1', hash: 'q7hx2m9d4k' }] });
  const order = ordersOf(world).find(({ login }) => login === 'wspolna_1');
  expect([order?.phone, order?.email]).toEqual(['+48600700800', expect.stringMatching(/^q7hx2m9d4k\+/u)]);
});
