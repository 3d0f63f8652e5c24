import { startIdoSellSandbox, type IdoSellSandbox } from './idosell-sandbox.js';
import { ask, at, rows, type Row } from './spec-client.js';

let sandbox: IdoSellSandbox;
let every: readonly Row[];
beforeAll(async () => {
  sandbox = await startIdoSellSandbox({ clients: 400, orders: 300, shops: 2, subscribers: 60, people: [{ email: 'wspolna@example.com', firstName: 'Ala', lastName: 'Wspólna', phone: '+48600100200' }] });
  every = await allClients(sandbox);
});
afterAll(async () => {
  await sandbox.stop();
});

async function allClients(from: IdoSellSandbox): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let page = 0; ; page += 1) {
    const list = rows(await ask(from, `GET clients/clients?resultsPage=${String(page)}`), 'results');
    if (list.length === 0) return found;
    found.push(...list);
  }
}

const search = async (params: unknown, channel = 'email', version = 8): Promise<readonly Row[]> => rows(await ask(sandbox, `POST clients/newsletter/${channel}/search`, { params, version }), 'clients');
const from = (date: string): string => `clientsLastModificationDate%5BclientsLastModificationDateBegin%5D=${encodeURIComponent(date)}`;
const accounts = (): readonly Row[] => every.filter((row) => row['isUnregistered'] === 'n');

describe('client rows', () => {
  it('has people without an account, known people, gaps in ids, absent keys and dirty values', () => {
    expect(every).toHaveLength(401);
    expect(every.filter((row) => row['isUnregistered'] === 'y').length).toBeGreaterThan(50);
    expect(every.filter((row) => row['clientEmail'] === 'wspolna@example.com')).toHaveLength(1);
    const ids = every.map((row) => Number(row['clientId']));
    expect((ids.at(-1) ?? 0) - (ids[0] ?? 0)).toBeGreaterThan(ids.length);
    expect(every.some((row) => row['clientsLastModificationDate'] === undefined)).toBe(true);
    expect(every.some((row) => row['clientRegistrationDate'] === undefined)).toBe(true);
    expect(new Set(every.map((row) => at(row, 'clientPersonalData', 'clientBirthDate')).filter((date) => !/^[12]/.test(String(date))))).toEqual(new Set(['0000-00-00', '', null]));
    expect(every.some((row) => /[^\d+]/.test(String(at(row, 'clientBillingAddress', 'clientPhone1'))))).toBe(true);
    expect(every.some((row) => at(row, 'clientBillingAddress', 'clientCountryId') === 'pl')).toBe(true);
  });

  it('writes an empty balance as a list, a filled one as an object', () => {
    const balances = every.map((row) => row['clientBalances']);
    expect(balances.some((value) => Array.isArray(value) && value.length === 0)).toBe(true);
    expect(balances.some((value) => at(value, '1', 'currencyId') === 'PLN')).toBe(true);
  });

  it('gives consents by shop, with a zero date for none', () => {
    const entries = accounts().flatMap((row) => row['newsletterEmailApprovalsData'] as readonly Row[]);
    const dates = entries.map((entry) => String(entry['newsletterEmailApprovalDate']));
    expect(dates).toContain('0000-00-00 00:00:00');
    expect(dates.some((date) => date.startsWith('202'))).toBe(true);
    expect(accounts().some((row) => (row['newsletterEmailApprovalsData'] as unknown[]).length === 0)).toBe(true);
    expect(accounts().some((row) => at(row, 'newsletterEmailApprovalsData', 0, 'shopId') === 2)).toBe(true);
  });

  it('finds rows without a modification date in no window', async () => {
    const dated = every.filter((row) => row['clientsLastModificationDate'] !== undefined);
    expect((await ask(sandbox, `GET clients/clients?${from('2000-01-01')}`)).body['resultsNumberAll']).toBe(dated.length);
  });

  it('keeps flat names in returnElements', async () => {
    const [row] = rows(await ask(sandbox, 'GET clients/clients?resultsLimit=1&returnElements=clientEmail,clientFirstName'), 'results');
    expect(row).toEqual({ clientId: expect.any(Number) as unknown, clientEmail: expect.any(String) as unknown, clientBillingAddress: { clientFirstName: expect.any(String) as unknown } });
  });

  it('filters by shop', async () => {
    const inSecond = (await ask(sandbox, 'GET clients/clients?shopId=2')).body['resultsNumberAll'];
    expect(Number(inSecond)).toBeLessThan(401);
    expect(Number(inSecond)).toBeGreaterThanOrEqual(every.filter((row) => (row['clientActiveInShops'] as readonly Row[] | undefined)?.some((shop) => shop['shopId'] === 2)).length);
  });

  it('uses other words in the CRM search', async () => {
    const reply = await ask(sandbox, 'POST clients/crm/search', { params: { clientEmail: 'WSPOLNA@example.com', settingsExactSearch: true } });
    expect(rows(reply, 'clientsResults')[0]).toMatchObject({ clientType: expect.stringMatching(/^person/) as unknown, clientFirstName: 'Ala', clientPhone1: '+48600100200' });
  });
});

describe('delivery addresses', () => {
  it('gives a row for everybody asked for, with a fault for the unknown', async () => {
    const [id = 0] = sandbox.control.ids('clients');
    const reply = await ask(sandbox, `GET clients/deliveryAddress?clientIds=${String(id)},999999`);
    expect(reply.status).toBe(207);
    expect(rows(reply, 'results').map((row) => at(row, 'error', 'faultCode'))).toEqual([0, 2]);
  });

  it('moves the client by a change of an address unless told otherwise', async () => {
    for (const addressMovesDate of [true, false]) {
      const shop = await startIdoSellSandbox({ clients: 20, orders: 0, addressMovesDate });
      const [id = 0] = shop.control.ids('clients');
      const before = shop.control.record('clients', id)?.['clientsLastModificationDate'];
      const address = shop.control.changeAddress(id, { street: 'ul. Nowa 1' });
      const reply = await ask(shop, `GET clients/deliveryAddress?clientIds=${String(id)}`);
      expect(at(rows(reply, 'results')[0], 'clientDeliveryAddresses', 0)).toMatchObject({ clientDeliveryAddressId: address, clientDeliveryAddressStreet: 'ul. Nowa 1' });
      expect(shop.control.record('clients', id)?.['clientsLastModificationDate'] !== before).toBe(addressMovesDate);
      await shop.stop();
    }
  });
});

describe('what the platform does not promise', () => {
  it.each(['id-desc', 'modified-desc'] as const)('gives rows in the order %s', async (clientOrder) => {
    const shop = await startIdoSellSandbox({ clients: 40, orders: 0, clientOrder, shares: { withoutModification: 0 } });
    const list = await allClients(shop);
    const keys = list.map((row) => (clientOrder === 'id-desc' ? Number(row['clientId']) : Date.parse(`${String(row['clientsLastModificationDate']).replace(' ', 'T')}Z`)));
    expect(keys).toEqual([...keys].sort((a, b) => b - a));
    await shop.stop();
  });

  it('may filter by whole days only', async () => {
    const count = async (modificationGranularity: 'date' | 'datetime'): Promise<unknown> => {
      const shop = await startIdoSellSandbox({ clients: 5, orders: 0, modificationGranularity, shares: { withoutModification: 0 } });
      shop.control.setClock('2027-05-05T10:00:00Z');
      shop.control.createClient();
      const reply = await ask(shop, `GET clients/clients?${from('2027-05-05 20:00:00')}`);
      await shop.stop();
      return reply.body['resultsNumberAll'];
    };
    expect([await count('date'), await count('datetime')]).toEqual([1, undefined]);
  });
});

describe('newsletter lists', () => {
  it('writes shops as a map when there are some, as [] when there are none', async () => {
    const list = await search({});
    const filled = list.find((row) => !Array.isArray(row['shops']));
    expect(at(filled, 'shops', '1')).toEqual({ shop_id: expect.any(Number) as unknown, approval: expect.stringMatching(/^[yn]$/) as unknown, date_modification: expect.any(String) as unknown });
    expect(list.some((row) => Array.isArray(row['shops']) && row['shops'].length === 0)).toBe(true);
  });

  it('tells those without an account, some with no number at all', async () => {
    const list = await search({ shops: [{ shop_id: 1, registered: 'n' }, { shop_id: 2, registered: 'n' }] });
    expect(list.length).toBe(new Set(sandbox.control.subscriptions().filter((one) => !one.registered && one.channel === 'email').map((one) => one.address)).size);
    expect(list.every((row) => row['registered'] === 'n' && row['login'] === '')).toBe(true);
    const numbers = new Set(list.map((row) => row['client_number']));
    expect([numbers.has(0), numbers.has(''), numbers.has(null), [...numbers].some((number) => Number(number) > 0)]).toEqual([true, true, true, true]);
  });

  it('has the same consents as the client rows', async () => {
    const yes = await search({ shops: [{ shop_id: 2, approval: 'y', registered: 'y' }] });
    const given = accounts().filter((row) => row['clientEmail'] !== '' && (row['newsletterEmailApprovalsData'] as readonly Row[]).some((entry) => entry['shopId'] === 2 && !String(entry['newsletterEmailApprovalDate']).startsWith('0000')));
    expect(yes.map((row) => row['client_number']).sort()).toEqual(given.slice(0, 100).map((row) => row['clientId']).sort());
  });

  it('says yes to SMS by a date', async () => {
    const [row] = await search({ shops: [{ shop_id: 1, approval: 'y' }] }, 'sms');
    const approvals = (version: number): Promise<readonly Row[]> => search({ shops: [{ shop_id: 1, approval: 'y' }] }, 'sms', version);
    expect(row?.['phone_cellular']).toEqual(expect.any(String));
    expect(JSON.stringify(row?.['shops'])).toMatch(/"approval":"20\d\d-/);
    expect(JSON.stringify((await approvals(5))[0]?.['shops'])).toContain('"approval":"y"');
  });

  it('shows a withdrawal only here while the client stays unmoved', async () => {
    const account = accounts().find((row) => row['clientEmail'] !== '' && at(row, 'clientActiveInShops', 0, 'shopId') === 1);
    const id = Number(account?.['clientId']);
    sandbox.control.setClock('2027-03-01T09:00:00Z');
    sandbox.control.setConsent(id, 1, 'email', 'n');
    sandbox.control.subscribe('nowy@example.com', 1, 'email');
    const left = await search({ shops: [{ shop_id: 1, approval: 'n' }], date: { from: '2027-03-01 10:00:00', to: '2027-03-01 10:00:00' } });
    const joined = await search({ shops: [{ shop_id: 1, approval: 'y', registered: 'n' }], date: { from: '2027-03-01 00:00:00', to: '2027-03-02 00:00:00' } });
    sandbox.control.setClock(null);
    expect(left.map((row) => row['client_number'])).toEqual([id]);
    expect(joined.map((row) => row['email'])).toEqual(['nowy@example.com']);
    expect(sandbox.control.record('clients', id)?.['clientsLastModificationDate']).toBe(account?.['clientsLastModificationDate']);
  });
});

describe('writing a consent back', () => {
  const quiet = { clientSettingSendMail: false, clientSettingSendSms: false };
  const someone = (): { readonly id: number; readonly login: unknown; readonly shopId: unknown; readonly state: () => unknown } => {
    const account = accounts().find((row) => at(row, 'newsletterEmailApprovalsData', 0, 'newsletterEmailApprovalDate') === '0000-00-00 00:00:00');
    const [id, shopId] = [Number(account?.['clientId']), at(account, 'newsletterEmailApprovalsData', 0, 'shopId')];
    return { id, shopId, login: account?.['clientLogin'], state: () => sandbox.control.subscriptions().find((one) => one.clientId === id && one.channel === 'email' && one.shopId === shopId)?.approval };
  };

  it('changes it inside params only, stamps it, and tells nobody when told not to', async () => {
    const { id, login, shopId, state } = someone();
    const clients = [{ clientLogin: login, requestReference: 'a', newsletterEmailApprovalsData: [{ inNewsletterEmailApproval: 'y', shopId }] }];
    const bare = await ask(sandbox, 'PUT clients/clients', { raw: JSON.stringify({ clients }) });
    expect([at(bare.body, 'errors', 'faultCode'), state()]).toEqual([3, 'n']);
    const reply = await ask(sandbox, 'PUT clients/clients', { raw: JSON.stringify({ params: { clients: [...clients, { clientLogin: 'nikt-taki' }] }, clientsSettings: quiet }) });
    expect([reply.status, rows(reply, 'results').map((row) => row['resultStatus']), state()]).toEqual([207, [true, false], 'y']);
    expect(at(rows(reply, 'results')[0], 'clientsResult')).toEqual({ clientId: id, requestReference: 'a' });
    expect(sandbox.control.told()).toEqual([]);
    const approved = at(sandbox.control.record('clients', id), 'newsletterEmailApprovalsData') as { shopId: number; newsletterEmailApprovalDate: string }[];
    expect(approved.find((entry) => entry.shopId === shopId)?.newsletterEmailApprovalDate).toMatch(/^20/);
  });

  it('tells clients of it unless the settings beside params say otherwise', async () => {
    const { id, login, shopId } = someone();
    const client = { clientLogin: login, newsletterEmailApprovalsData: [{ inNewsletterEmailApproval: 'n', shopId }] };
    await ask(sandbox, 'PUT clients/clients', { params: { clients: [client], clientsSettings: quiet } });
    expect(sandbox.control.told().filter((one) => one.clientId === id).map((one) => one.channel)).toEqual(['email', 'sms']);
  });

  it('fails for one client alone', async () => {
    const { id, login, shopId } = someone();
    const write = async (shop: unknown): Promise<unknown> => {
      const reply = await ask(sandbox, 'PUT clients/clients', { params: { clients: [{ clientLogin: login, newsletterEmailApprovalsData: [{ inNewsletterEmailApproval: 'n', shopId: shop }] }] } });
      return at(rows(reply, 'results')[0], 'errors', 0, 'faultCode');
    };
    expect([await write(99), await write(shopId)]).toEqual([14, undefined]);
    sandbox.control.refuseWrites(id, 12);
    expect(await write(shopId)).toBe(12);
    sandbox.control.refuseWrites(id, null);
    expect(await write(shopId)).toBe(undefined);
  });
});
