import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../kill/random.js';
import type { House } from './house.js';
import type { Ledger } from './ledger.js';
import type { OrderThere, Sale } from './market.js';

/** What scenes are played with. `over`: nobody waits for anything any more. */
export type Stage = { readonly house: House; readonly ledger: Ledger; readonly random: Random; readonly over: () => boolean; /** Numbers for invented people. */ readonly next: () => number };

const LOOK_MS = 500;
const STATUSES = [50_211, 50_215, 50_219] as const;

type Buyer = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly phone: string };

function buyer({ next }: Stage): Buyer {
  const n = next();
  return { email: `osoba${String(n)}@zmyslony.example`, firstName: 'Jan', lastName: `Wzorcowy${'abcdefghij'.charAt(n % 10)}`, phone: `6${String(n).padStart(8, '0')}` };
}

/** Sold in the panel, with an address of the buyer's own. */
async function sell(stage: Stage, person: Buyer, more: Sale = {}): Promise<number> {
  const { market } = stage.house;
  const id = await market.sell({ source: 'personal', person, email: person.email, phone: person.phone, value: 10 + stage.random.next() * 500, currency: 'PLN', ...more });
  // A second line, so that something remains whatever is moved or removed.
  await market.addProduct(id, 500 + Math.floor(stage.random.next() * 5_000));
  return id;
}

async function there({ house }: Stage, id: number): Promise<OrderThere> {
  const order = await house.market.order(id);
  if (order === null) throw new Error(`order ${String(id)} is not there`);
  return order;
}

/** One purchase of what the order is worth at this moment. */
async function expectNow(stage: Stage, id: number, { email }: Buyer): Promise<void> {
  stage.ledger.expect(id, { email, value: (await there(stage, id)).total / 100 });
}

/** Waits until the purchase is at SALESmanago with the value the order has; false when that never happened. */
async function seen(stage: Stage, id: number, { email }: Buyer): Promise<boolean> {
  const value = (await there(stage, id)).total / 100;
  for (; !stage.over(); await delay(LOOK_MS)) {
    const contact = await stage.house.account.contact(email);
    if (contact?.events.some((event) => event.value === value && event.texts['externalId']?.endsWith(`-${String(id)}`) === true) === true) return true;
  }
  stage.ledger.unseen.push(`order ${String(id)} of ${email}, ${String(value)} PLN`);
  return false;
}

const later = (stage: Stage, seconds: number): Promise<void> => delay(1_000 * seconds * stage.random.next());

async function act(stage: Stage, name: string, body: object): Promise<void> {
  await stage.house.market.does(name, body);
  stage.ledger.did(name);
}

async function plain(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const id = await sell(stage, who);
  await expectNow(stage, id, who);
  await later(stage, 30);
  await act(stage, 'setStatus', { id, status: stage.random.pick(STATUSES.map((status) => [status, 1] as const)) });
  if (stage.random.next() < 0.5) await act(stage, 'editDelivery', { id, patch: { city: 'Zmyślone' } });
  if (stage.random.next() < 0.5) await act(stage, 'touch', { id });
}

async function confirmed(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const id = await sell(stage, who, { confirmed: false });
  stage.ledger.expect(id, { none: 'not confirmed yet' });
  await later(stage, 40);
  await act(stage, 'confirm', { id });
  await expectNow(stage, id, who);
}

async function neverConfirmed(stage: Stage): Promise<void> {
  const id = await sell(stage, buyer(stage), { confirmed: false });
  stage.ledger.expect(id, { none: 'never confirmed' });
  await later(stage, 40);
  await act(stage, 'touch', { id });
}

async function ofShop(stage: Stage): Promise<void> {
  const id = await sell(stage, buyer(stage), { source: 'shop' });
  stage.ledger.expect(id, { none: 'order of a shop' });
  await later(stage, 40);
  await act(stage, 'addProduct', { id });
}

async function byPhone(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const masked = { source: 'allegro', email: `zmyslony${who.phone}+1a2b3c4d@allegromail.pl` };
  const [first, second] = stage.random.next() < 0.5 ? [{ source: 'shop' }, masked] : [masked, { source: 'shop' }];
  const one = await sell(stage, who, first);
  await later(stage, 15);
  const other = await sell(stage, who, second);
  const [shop, market] = first === masked ? [other, one] : [one, other];
  stage.ledger.expect(shop, { none: 'order of a shop' });
  await expectNow(stage, market, who);
}

async function unknownPhone(stage: Stage): Promise<void> {
  const who = buyer(stage);
  stage.ledger.expect(await sell(stage, who, { source: 'allegro', email: `zmyslony${who.phone}+5e6f7a8b@allegromail.pl` }), { none: 'nobody else has that telephone' });
}

async function laterEmail(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const id = await sell(stage, who, { email: '', phone: '' });
  stage.ledger.expect(id, { none: 'no e-mail yet' });
  await later(stage, 40);
  await act(stage, 'editOrder', { id, patch: { email: who.email } });
  await expectNow(stage, id, who);
}

async function edited(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const id = await sell(stage, who);
  await expectNow(stage, id, who);
  if (stage.random.next() < 0.7 && !(await seen(stage, id, who))) return;
  const [first] = (await there(stage, id)).lines;
  await act(stage, 'editProduct', { id, orderProductId: first?.orderProductId, patch: { price: 100 + Math.floor(stage.random.next() * 90_000) } });
  await act(stage, 'touch', { id });
  await expectNow(stage, id, who);
}

/** Born after the purchase of the parent was seen: it is none, and the parent's stays as it is. */
const bornAfter = (how: 'split' | 'copy') => async (stage: Stage): Promise<void> => {
  const who = buyer(stage);
  const id = await sell(stage, who);
  await expectNow(stage, id, who);
  if (!(await seen(stage, id, who))) return;
  const child = await stage.house.market.born(how, id);
  stage.ledger.did(`${how} after it was sent`);
  stage.ledger.expect(child, { none: `${how} of an order that was sent` });
};

/** Born at once: each is a purchase. */
const bornBefore = (how: 'split' | 'copy') => async (stage: Stage): Promise<void> => {
  const who = buyer(stage);
  const id = await sell(stage, who);
  const child = await stage.house.market.born(how, id);
  stage.ledger.did(`${how} before it was sent`);
  for (const one of [id, child]) await expectNow(stage, one, who);
};

async function mergedBefore(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const ids = [await sell(stage, who), await sell(stage, who)];
  const mode = stage.random.next() < 0.5 ? 'technical_merge' : 'into_main_order';
  const whole = await stage.house.market.merge(ids, mode);
  stage.ledger.did(`${mode} before they were sent`);
  for (const id of ids) stage.ledger.expect(id, { none: 'merged into another one' });
  await expectNow(stage, whole, who);
}

async function mergedAfter(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const ids = [await sell(stage, who), await sell(stage, who)] as const;
  for (const id of ids) await expectNow(stage, id, who);
  if (!(await seen(stage, ids[0], who)) || !(await seen(stage, ids[1], who))) return;
  stage.ledger.expect(await stage.house.market.merge(ids, 'technical_merge'), { none: 'merged of orders that were sent' });
  stage.ledger.did('technical_merge after they were sent');
}

async function removedBefore(stage: Stage): Promise<void> {
  const id = await sell(stage, buyer(stage));
  stage.ledger.expect(id, { none: 'removed before it was sent' });
  await act(stage, 'remove', { id });
}

async function removedAfter(stage: Stage): Promise<void> {
  const who = buyer(stage);
  const id = await sell(stage, who);
  await expectNow(stage, id, who);
  if (await seen(stage, id, who)) await act(stage, 'remove', { id });
}

export type Scene = { readonly sells: number; readonly play: (stage: Stage) => Promise<void> };

/** With how likely each is. */
export const SCENES: readonly (readonly [Scene, number])[] = [
  [{ sells: 1, play: plain }, 20], [{ sells: 1, play: confirmed }, 12], [{ sells: 1, play: neverConfirmed }, 4], [{ sells: 1, play: ofShop }, 6], [{ sells: 2, play: byPhone }, 10], [{ sells: 1, play: unknownPhone }, 3],
  [{ sells: 1, play: laterEmail }, 7], [{ sells: 1, play: edited }, 12], [{ sells: 1, play: bornAfter('split') }, 6], [{ sells: 1, play: bornAfter('copy') }, 5], [{ sells: 1, play: bornBefore('split') }, 4],
  [{ sells: 1, play: bornBefore('copy') }, 4], [{ sells: 2, play: mergedBefore }, 4], [{ sells: 2, play: mergedAfter }, 4], [{ sells: 1, play: removedBefore }, 4], [{ sells: 1, play: removedAfter }, 4],
];
