import { addressRules } from './email.js';
import { keysOf } from './identity-keys.js';
import type { OrderRecord } from './records.js';

/** The table of the sheet on Allegro, part B4, over the keys of an order that names the address. */
const order = (email: string, login: string | null = null): OrderRecord => ({
  kind: 'order', externalId: '1', shop: null, zone: null, createdAt: null, updatedAt: null, reference: 'R1', ownerId: null, placedAt: null, status: null, currency: null, total: null, paid: null, shipping: null, discount: null,
  payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null, contact: null, marketplace: { name: 'allegro', login, emails: [email] }, note: null, lines: [],
});
const keys = (email: string, domains: readonly string[] | null = null): readonly string[] => keysOf(order(email), { integrationId: 'i', addresses: addressRules([], domains) }).joining;
const hints = (email: string, login: string | null = null): readonly string[] => keysOf(order(email, login), { integrationId: 'i', addresses: addressRules() }).hinting;

it.each([
  ['q7hx2m9d4k+5c1e08a7b@allegromail.pl', ['allegro_address:q7hx2m9d4k@allegromail.pl'], 'the usual form'],
  ['q7hx2m9d4k+1f0932d@allegromail.pl', ['allegro_address:q7hx2m9d4k@allegromail.pl'], 'the next order of the same buyer'],
  ['q7hx2m9d4k@allegromail.pl', ['allegro_address:q7hx2m9d4k@allegromail.pl'], 'the bare hash'],
  [' Q7HX2M9D4K+5C1E08A7B@Allegromail.PL ', ['allegro_address:q7hx2m9d4k@allegromail.pl'], 'blanks and upper case'],
  ['z1y2x3w4v5+0a1b2c3d4@user.allegrogroup.pl', ['allegro_address:z1y2x3w4v5@user.allegrogroup.pl'], 'the sandbox'],
  ['z1y2x3w4v5+0a1b2c3d4@user-dev.allegrogroup.pl', ['allegro_address:z1y2x3w4v5@user-dev.allegrogroup.pl'], 'the development environment'],
  ['z1y2x3w4v5+0a1b2c3d4@allegromail.com', ['allegro_address:z1y2x3w4v5@allegromail.com'], 'other markets'],
  ['jan.wzor+zakupy@example.com', ['email:jan.wzor+zakupy@example.com'], 'an ordinary sub-address'],
  ['q7hx2m9d4k+5c1e@allegromail.pl.example.com', ['email:q7hx2m9d4k+5c1e@allegromail.pl.example.com'], 'a domain that only begins alike'],
  ['q7hx2m9d4k+5c1e@xallegromail.pl', ['email:q7hx2m9d4k+5c1e@xallegromail.pl'], 'a domain that only ends alike'],
  ['q7hx2m9d4k+5c1e@allegromail.cz', ['email:q7hx2m9d4k+5c1e@allegromail.cz'], 'a domain that is not on the list'],
  ['q7hx2m9d4k+a+b@allegromail.pl', ['allegro_address:q7hx2m9d4k@allegromail.pl'], 'more than one plus'],
  ['+5c1e08a7b@allegromail.pl', [], 'no hash'],
  ['powiadomienia@allegromail.pl', [], 'Allegro writes itself'],
  ['ertesitesek+1@allegromail.com', [], 'Allegro writes itself, with a plus'],
  ['powiadomienia@allegro.pl', [], 'Allegro writes from its own domain'],
  ['ertesitesek@allegro.hu', [], 'Allegro writes from its own domain elsewhere'],
  ['noreply@allegro.pl', [], 'Allegro writes and reads nothing'],
  ['jan.wzor@allegro.pl', ['email:jan.wzor@allegro.pl'], 'somebody who works there'],
  ['', [], 'nothing'],
])('%s joins by %j: %s', (address, expected) => {
  expect(keys(address)).toEqual(expected);
});

it.each([
  ['q7hx2m9d4k+5c1e@allegromail.cz', ['allegro_address:q7hx2m9d4k@allegromail.cz']],
  ['q7hx2m9d4k+5c1e@allegromail.pl', ['allegro_address:q7hx2m9d4k@allegromail.pl']],
  ['q7hx2m9d4k+5c1e@allegromail.com', ['email:q7hx2m9d4k+5c1e@allegromail.com']],
  ['q7hx2m9d4k+5c1e@xallegromail.cz', ['email:q7hx2m9d4k+5c1e@xallegromail.cz']],
  ['powiadomienia@allegromail.cz', []],
])('with a list of one’s own %s joins by %j', (address, expected) => {
  expect(keys(address, ['allegromail.pl', ' Allegromail.CZ '])).toEqual(expected);
});

it('keeps the full form as it was seen, of Allegro’s own senders too', () => {
  expect(hints('Q7hx2m9d4k+5C1e@allegromail.pl')).toEqual(['email_seen:q7hx2m9d4k+5c1e@allegromail.pl']);
  expect(hints('powiadomienia@allegro.pl')).toEqual(['email_seen:powiadomienia@allegro.pl']);
});

it.each([[' Client:88000111 ', ['allegro_login:client:88000111']], ['!g_4f5e6d', []], ['!G_4F5E6D', []], ['  ', []]])('takes the login %j for %j', (login, expected) => {
  expect(hints('', login)).toEqual(expected);
});
