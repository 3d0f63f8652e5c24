import type { Consent, CustomerRecord, SubscriberRecord } from '#libs/domain/records.js';
import { latestStatement } from '#libs/domain/consent.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../test/support/house.js';
import { ingestPages } from './ingest-pages.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  shop = await addShop(house, 'P1', []);
});

const at = (day: number): NonNullable<Consent['changedAt']> => ({ utc: new Date(Date.UTC(2026, 0, day)).toISOString() });
const email = (state: Consent['state'], day: number | null, shopId: string | null = '1'): Consent => ({ shop: shopId, channel: 'email', kind: 'newsletter', state, changedAt: day === null ? null : at(day) });

function client(consents: readonly Consent[], city = 'Hel'): CustomerRecord {
  return {
    kind: 'customer', externalId: '1', shop: null, zone: null, createdAt: null, updatedAt: null, standing: 'account', email: 'k1@example.pl', firstName: city, lastName: null, company: null, taxNumber: null,
    birthDate: null, language: null, phones: [], active: null, deleted: false, newsletter: null, partnerOffers: null, consents,
  };
}

let clock = Date.UTC(2026, 5, 1);
async function put(record: CustomerRecord | SubscriberRecord, requestedMs = (clock += 60_000)): Promise<void> {
  const part = await openPart(house, shop, record.kind === 'customer' ? 'customers' : 'subscribers');
  const result = await ingestPages(house.dataSource, part.context, part.progress, [{ records: [record], rejects: [], excluded: [], cursor: {}, done: true, requestedMs }]);
  expect(result.status).toBe('committed');
}
const stored = (): Promise<Record<string, unknown>[]> => house.dataSource.query(`select kind, channel, shop, state, changed_at as at, origin from consent order by kind, channel, shop`);
const changes = (): Promise<unknown[]> => house.dataSource.query(`select from_state, to_state from consent_change order by id`);

it('keeps kinds, channels and shops apart', async () => {
  await put(client([email('granted', 1), email('granted', 2, '2'), { ...email('granted', 3), channel: 'sms' }, { ...email('refused', 4), channel: 'any', kind: 'data_sharing' }]));
  expect(await stored()).toMatchObject([
    { kind: 'data_sharing', channel: 'any', shop: '1', state: 'refused' }, { kind: 'newsletter', channel: 'email', shop: '1', state: 'granted' },
    { kind: 'newsletter', channel: 'email', shop: '2', state: 'granted' }, { kind: 'newsletter', channel: 'sms', shop: '1', state: 'granted' },
  ]);
});

it('makes nothing of a consent that was never said, nor of one that is no longer mentioned', async () => {
  await put(client([email('refused', null)]));
  expect(await stored()).toEqual([]);
  await put(client([email('granted', 1)]));
  await put(client([], 'Jurata'));
  expect(await stored()).toMatchObject([{ state: 'granted' }]);
  expect(await changes()).toEqual([{ from_state: null, to_state: 'granted' }]);
});

it('writes down an observed opt-out even without a date, and every change once', async () => {
  await put(client([email('granted', 1)]));
  await put(client([email('granted', 1)], 'Jurata'));
  await put(client([email('refused', null)]));
  await put(client([email('granted', 9)]));
  expect(await stored()).toMatchObject([{ state: 'granted', at: new Date(Date.UTC(2026, 0, 9)), origin: 'customers' }]);
  expect(await changes()).toEqual([{ from_state: null, to_state: 'granted' }, { from_state: 'granted', to_state: 'refused' }, { from_state: 'refused', to_state: 'granted' }]);
});

it('takes nothing from a copy that lost against a newer one', async () => {
  await put(client([email('refused', 5)], 'neu'), clock + 600_000);
  await put(client([email('granted', 1)], 'alt'), clock);
  expect(await stored()).toMatchObject([{ state: 'refused' }]);
});

it('is undone with its page', async () => {
  const part = await openPart(house, shop, 'customers');
  await house.dataSource.query(`update part set desired = 'pause' where id = $1`, [part.context.partId]);
  const result = await ingestPages(house.dataSource, part.context, part.progress, [{ records: [client([email('granted', 1)])], rejects: [], excluded: [], cursor: {}, done: true, requestedMs: clock }]);
  expect(result.status).toBe('left');
  expect([await stored(), await changes()]).toEqual([[], []]);
});

describe('of several statements', () => {
  const said = (state: Consent['state'], changed: number | null, observed: number) => ({ state, changedMs: changed, observedMs: observed, byAccount: false, silent: false });

  it.each([
    [[said('granted', 5, 9), said('refused', 7, 8)], 'refused'],
    [[said('granted', 9, 9), said('refused', 7, 8)], 'granted'],
    [[said('granted', 5, 5), said('refused', null, 6)], 'refused'],
    [[said('granted', 7, 7), said('refused', null, 6)], 'granted'],
    [[said('granted', 5, 5), said('refused', 5, 5)], 'refused'],
    [[said('refused', 5, 5), said('granted', 5, 5)], 'refused'],
  ] as const)('%j the newest counts, in doubt the refusal', (statements, state) => {
    expect(latestStatement(statements)?.state).toBe(state);
  });

  const account = (state: Consent['state'], changed: number | null, observed: number) => ({ ...said(state, changed, observed), byAccount: true });
  const silent = (observed: number) => ({ ...account('refused', null, observed), silent: true });

  it.each([
    ['a no beats a newer yes of a list entry', [account('refused', 5, 5), said('granted', 9, 9)], 'refused'],
    ['a silent no beats a dated yes of a list entry, whichever was read first', [silent(3), said('granted', 5, 9)], 'refused'],
    ['a yes counts although a list entry agrees later', [account('granted', 5, 5), said('granted', 9, 9)], 'granted'],
    ['a newer no of a list entry counts against its yes', [account('granted', 5, 5), said('refused', 9, 9)], 'refused'],
    ['a silent no of one says nothing against the yes of another', [silent(9), account('granted', 5, 5), said('granted', 7, 7)], 'granted'],
  ] as const)('of an account %s', (_text, statements, state) => {
    expect(latestStatement(statements)?.state).toBe(state);
    expect(latestStatement(statements.toReversed())?.state).toBe(state);
  });

  it('none is none', () => {
    expect(latestStatement([])).toBeNull();
  });
});
