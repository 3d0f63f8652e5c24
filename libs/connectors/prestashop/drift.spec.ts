import { profileOf, PROFILE_NAMES, type ProfileName } from '../../../apps/sandbox/prestashop/profile.js';
import type { PrestaShopSandboxOptions } from '../../../apps/sandbox/prestashop/options.js';
import { startPrestaShopSandbox } from '../../../apps/sandbox/prestashop/prestashop-sandbox.js';
import { calm, openSimulated, readLane } from '../sdk/conformance-harness.js';
import type { DictionaryEntry } from '../sdk/connector.js';
import { prestashop } from './prestashop.connector.js';

const SHOP: PrestaShopSandboxOptions = { customers: 60, orders: 90, seed: 7, now: () => Date.parse('2026-01-15T10:00:00Z'), historyEnd: '2026-01-10T10:00:00Z', allegroLogin: 'payment' };

type Neutral = { readonly records: readonly string[]; readonly dictionary: readonly DictionaryEntry[]; readonly requests: number; readonly refused: number };

/** Everything the connector makes of one shop, as texts. */
async function readAll(options: PrestaShopSandboxOptions, settings: Record<string, unknown> = {}): Promise<Neutral> {
  const sandbox = await startPrestaShopSandbox({ ...SHOP, ...options });
  const account = { credentials: { address: sandbox.url, key: sandbox.key }, settings: { idField: 'ps', ...settings }, secrets: [sandbox.key], nowMs: () => Date.now() };
  const opened = openSimulated(prestashop, account);
  try {
    const records: string[] = [];
    for (const stream of opened.connector.streams) {
      const read = await readLane(stream, 'backfill');
      expect(read.rejects).toEqual([]);
      records.push(...read.records.map((record) => JSON.stringify(record)));
    }
    const dictionary = await opened.connector.dictionary(calm());
    const stats = sandbox.control.stats();
    return { records: records.sort(), dictionary, requests: stats.requests, refused: stats.byStatus['400'] ?? 0 };
  } finally {
    await opened.close();
    await sandbox.stop();
  }
}

describe('versions of PrestaShop', () => {
  it.each(PROFILE_NAMES.filter((name) => name !== '9.0'))('%s gives the same records and names as 9.0', async (profile: ProfileName) => {
    const [young, other] = [await readAll({ profile: '9.0' }), await readAll({ profile })];
    expect(young.records.length).toBeGreaterThan(150);
    // The note is the one field 1.6 does not have; nothing is typed into it here.
    expect(other.records).toEqual(young.records);
    // Stock statuses of 1.6 are others; everything else is named alike.
    const comparable = (neutral: Neutral): readonly DictionaryEntry[] => neutral.dictionary.filter((entry) => profile !== '1.6' || entry.kind !== 'status');
    expect(comparable(other)).toEqual(comparable(young));
    expect(comparable(other).length).toBeGreaterThan(4);
  });

  it('asks a shop only once about a field its version does not know', async () => {
    const old = await readAll({ profile: '1.6' }, { ordersPerPage: 10 });
    expect(old.refused).toBeLessThanOrEqual(1);
    expect(old.records.length).toBeGreaterThan(100);
    expect((await readAll({ profile: '9.0' })).refused).toBe(0);
  });

  it('tells the version and the shop in the check', async () => {
    for (const profile of PROFILE_NAMES) {
      const sandbox = await startPrestaShopSandbox({ ...SHOP, profile, rights: { languages: ['GET'], configurations: ['GET'] } });
      const account = { credentials: { address: sandbox.url, key: sandbox.key }, settings: { idField: 'ps' }, secrets: [], nowMs: () => Date.now() };
      const opened = openSimulated(prestashop, account);
      const { facts, ticks } = await opened.connector.check(calm());
      expect(facts).toMatchObject({ version: profileOf(profile).version, zone: 'Europe/Warsaw', shops: [{ id: '1' }], languages: [{ id: '1', iso_code: 'pl' }] });
      expect(ticks.filter((tick) => tick.required && tick.state !== 'ok')).toEqual([]);
      await opened.close();
      await sandbox.stop();
    }
  });
});

describe('languages', () => {
  it('names are the same text with one language and with the wanted one of two', async () => {
    const one = await readAll({ languages: 1 });
    const two = await readAll({ languages: 2 }, { languageId: 1 });
    const english = await readAll({ languages: 2 }, { languageId: 2 });
    const statuses = (neutral: Neutral): string[] => neutral.dictionary.filter((entry) => entry.kind === 'status').map((entry) => entry.name);
    expect(statuses(two)).toEqual(statuses(one));
    expect(statuses(english)).not.toEqual(statuses(one));
    expect(statuses(one).length).toBeGreaterThan(5);
  });

  it('a language the shop no longer has does not stop the names', async () => {
    const gone = await readAll({ languages: 2 }, { languageId: 77 });
    expect(gone.dictionary.filter((entry) => entry.kind === 'status' && entry.name.trim() !== '').length).toBeGreaterThan(5);
  });
});

describe('Allegro logins', () => {
  const places = ['note', 'payment', 'gift_message', 'address_other', 'address_alias', 'address_company'] as const;
  type Order = { readonly kind: string; readonly externalId: string; readonly marketplace: { readonly name: string; readonly login: string | null } | null };
  const orders = (neutral: Neutral): Order[] => neutral.records.map((text) => JSON.parse(text) as Order).filter((record) => record.kind === 'order');

  it.each(places)('are found in %s', async (allegroLogin) => {
    const found = orders(await readAll({ allegroLogin }));
    const allegro = found.filter((order) => order.marketplace !== null);
    expect(allegro.length).toBeGreaterThan(3);
    expect(allegro.filter((order) => order.marketplace?.login === null)).toEqual([]);
    for (const order of allegro) expect(order.marketplace?.login).toMatch(/^(Client:\d{8}|zmyslony_\w{6})$/u);
    expect(found.length - allegro.length).toBeGreaterThan(20);
  });

  it('are not looked for where the settings do not say so', async () => {
    const found = orders(await readAll({ allegroLogin: 'address_other' }, { allegroPlaces: ['note', 'payment'] }));
    expect(found.filter((order) => order.marketplace !== null).length).toBeGreaterThan(3);
    expect(found.filter((order) => typeof order.marketplace?.login === 'string')).toEqual([]);
  });
});

describe('several shops in one installation', () => {
  async function shopsSeen(idShop: string | undefined, profile: ProfileName = '9.0'): Promise<Set<string>> {
    const sandbox = await startPrestaShopSandbox({ ...SHOP, profile, shops: 2, shares: { secondShop: 0.4 } });
    const account = { credentials: { address: sandbox.url, key: sandbox.key, ...(idShop === undefined ? {} : { idShop }) }, settings: { idField: 'ps' }, secrets: [], nowMs: () => Date.now() };
    const opened = openSimulated(prestashop, account);
    try {
      const shops = new Set<string>();
      for (const stream of opened.connector.streams) for (const record of (await readLane(stream, 'backfill')).records) shops.add(`${record.kind}/${String(record.shop)}`);
      const [customers] = opened.connector.streams;
      // A customer of the other shop is still found by number, where the version can look across shops.
      const foreign = sandbox.control.ids('customers').find((id) => sandbox.control.record('customers', id)?.['id_shop'] === 2);
      const found = await customers?.byIds?.fetch([String(foreign)], calm());
      shops.add(`by id/${found?.records[0]?.shop ?? 'missing'}`);
      return shops;
    } finally {
      await opened.close();
      await sandbox.stop();
    }
  }

  it('reads the shop of the address, one by number, or all', async () => {
    expect(await shopsSeen(undefined)).toEqual(new Set(['customer/1', 'order/1', 'address/null', 'by id/2']));
    expect(await shopsSeen('2')).toEqual(new Set(['customer/2', 'order/2', 'address/null', 'by id/2']));
    expect(await shopsSeen('all')).toEqual(new Set(['customer/1', 'customer/2', 'order/1', 'order/2', 'address/null', 'by id/2']));
    expect(await shopsSeen(undefined, '1.6')).toEqual(new Set(['customer/1', 'order/1', 'address/null', 'by id/missing']));
  });
});
