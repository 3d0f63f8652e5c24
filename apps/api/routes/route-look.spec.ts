import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addRecord, customerRecord, orderRecord } from '../testing/card-rows.js';
import { relayConnector } from '../testing/relay-connector.js';
import { addRelay } from '../testing/relay-rows.js';

describe('a look into a route', () => {
  let api: ApiHarness;
  let operator: Call;
  let viewer: Call;
  let relay: Awaited<ReturnType<typeof addRelay>>;

  beforeAll(async () => {
    api = await startApi({ connectors: [relayConnector] });
    [operator, viewer] = await Promise.all([api.as('operator'), api.as('viewer')]);
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    relay = await addRelay(api);
  });

  const exclude = async (recordId: string, effect: string, reason: string): Promise<unknown> =>
    await api.dataSource.query(
      `insert into route_exclusion (route_id, record_id, effect, workspace_id, reason, detail, address, external_id) values ($1, $2, $3, $4, $5, 'szczegół', 'kanarek@example.com', '77')`,
      [relay.route, recordId, effect, api.workspaceId, reason],
    );

  describe('who is left out', () => {
    it('is told with the reason in words, and the address to operators alone', async () => {
      const card = await addCustomer(api, 'Kanarek', null, 'kanarek');
      const record = await addRecord(api, relay.source, card, customerRecord('77'));
      await exclude(record, 'contact', 'no_consent');
      const { body } = await operator('GET', `/routes/${relay.route}/exclusions`, undefined, { 'accept-language': 'pl' });
      expect(body.items).toEqual([{
        recordId: record, kind: 'customer', externalId: '77', customerId: card, effect: 'contact', reason: 'no_consent', text: 'Brak zgody, którą wybrano w trasie.', detail: 'szczegół', duplicateOf: null,
        address: 'kanarek@example.com', excludedAt: expect.any(String) as string,
      }]);
      expect((await viewer('GET', `/routes/${relay.route}/exclusions`)).body.items).toMatchObject([{ recordId: record, address: null }]);
    });

    it('is paged and filtered; a word this version does not know is shown as it is', async () => {
      const records = [newId(), newId(), newId()];
      for (const record of records) {
        await exclude(record, 'contact', 'no_consent');
        await exclude(record, 'event:PURCHASE', 'quite_new');
      }
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await operator('GET', `/routes/${relay.route}/exclusions?limit=2${cursor}`);
        seen.push(...(body.items ?? []).map((item) => `${String(item['recordId'])} ${String(item['effect'])}`));
        if (typeof body['nextCursor'] !== 'string') break;
        cursor = `&cursor=${body['nextCursor']}`;
      }
      expect(seen).toEqual(records.flatMap((record) => [`${record} contact`, `${record} event:PURCHASE`]));
      const fresh = await operator('GET', `/routes/${relay.route}/exclusions?reason=quite_new`);
      expect(fresh.body.items).toHaveLength(3);
      expect(fresh.body.items?.[0]).toMatchObject({ text: 'quite new', kind: null, customerId: null });
    });
  });

  describe('a suspected duplicate', () => {
    let record: string;

    beforeEach(async () => {
      record = await addRecord(api, relay.source, null, orderRecord('77', '1'));
      await exclude(record, 'event:PURCHASE', 'held');
      await api.dataSource.query(`update route_exclusion set detail = 'route=r-1 order=41 a' where record_id = $1`, [record]);
    });

    const at = (what: string, id = record, route = relay.route): string => `/routes/${route}/exclusions/${id}/${what}`;
    const audited = async (): Promise<unknown[]> => await api.dataSource.query(`select action, detail from audit where object_id = $1 order by id`, [relay.route]);
    const changes = async (): Promise<unknown[]> => await api.dataSource.query(`select record_id from route_change where route_id = $1`, [relay.route]);

    it('is listed with the order it looks like, and counted on the route with what to do', async () => {
      expect((await operator('GET', `/routes/${relay.route}/exclusions?reason=held`)).body.items).toMatchObject([{ recordId: record, duplicateOf: { routeId: 'r-1', orderId: '41 a' } }]);
      const { body } = await operator('GET', `/routes/${relay.route}`, undefined, { 'accept-language': 'pl' });
      expect(body).toMatchObject({ duplicatesHeld: 1, warnings: expect.arrayContaining([{ code: 'duplicates_held', message: expect.stringMatching(/decyzję: 1/u) as string, fix: expect.stringContaining('release') as string }]) as unknown });
    });

    it('is released: considered again, and the flow is told; a second time changes nothing', async () => {
      api.gateway.calls.length = 0;
      const answer = await operator('POST', at('release'), undefined, { 'accept-language': 'pl' });
      expect(answer).toMatchObject({ status: 200, body: { recordId: record, decision: 'released', message: 'Zamówienie zwolnione: jego zakup zostanie wysłany raz.' } });
      expect(api.gateway.calls).toEqual([`wakeDelivery ${relay.destination}`]);
      expect(await changes()).toEqual([{ record_id: record }]);
      await api.dataSource.query(`delete from route_change where route_id = $1`, [relay.route]);
      expect((await operator('POST', at('release'))).status).toBe(200);
      expect(await changes()).toEqual([]);
      expect(await audited()).toEqual([{ action: 'route.duplicate_released', detail: { recordId: record } }]);
      expect(await operator('POST', at('dismiss'))).toMatchObject({ status: 409, body: { code: 'not_held' } });
      expect((await operator('GET', `/routes/${relay.route}`)).body).toMatchObject({ duplicatesHeld: 0 });
    });

    it('is dismissed, and listed as that', async () => {
      expect(await operator('POST', at('dismiss'))).toMatchObject({ status: 200, body: { decision: 'dismissed', message: expect.stringContaining('dismissed') as string } });
      expect((await operator('GET', `/routes/${relay.route}/exclusions`)).body.items).toMatchObject([{ reason: 'duplicate_dismissed', duplicateOf: { orderId: '41 a' } }]);
      expect((await operator('POST', at('dismiss'))).status).toBe(200);
      expect(await audited()).toHaveLength(1);
      expect((await operator('POST', at('release'))).status).toBe(200);
    });

    it('is decided about by operators, among the orders of the route alone', async () => {
      const other = await addRecord(api, relay.source, null, orderRecord('78', '1'));
      const foreign = await addRecord(api, (await addRelay(api)).source, null, orderRecord('77', '1'));
      for (const what of ['release', 'dismiss']) {
        expect(await operator('POST', at(what, other), undefined, { 'accept-language': 'pl' })).toMatchObject({ status: 409, body: { code: 'not_held', detail: expect.stringContaining('nie czeka na decyzję') as string } });
        for (const id of [foreign, newId(), 'nonsense']) expect((await operator('POST', at(what, id))).status).toBe(404);
        expect((await operator('POST', at(what, record, newId()))).status).toBe(404);
        expect((await (await api.as('admin', api.otherWorkspaceId))('POST', at(what))).status).toBe(404);
        expect((await viewer('POST', at(what))).status).toBe(403);
      }
      expect([await audited(), await changes()]).toEqual([[], []]);
    });
  });

  it('shows what is looked for by phone, and what that has cost', async () => {
    const [one, two] = [newId(), newId()];
    for (const [record, phone, address] of [[one, '+48601234567', 'a@example.com'], [one, '+48602000000', 'a@example.com'], [two, '+48601234567', null]]) {
      await api.dataSource.query(`insert into email_search (route_id, record_id, phone, workspace_id, integration_id, address, silent) values ($1, $2, $3, $4, $5, $6, false)`, [relay.route, record, phone, api.workspaceId, relay.source, address]);
    }
    await api.dataSource.query(`insert into phone_lookup (integration_id, phone, workspace_id, state, hits, looks) values ($1, '+48601234567', $2, 'due', 3, 2), ($1, '+48602000000', $2, 'done', 1, 1)`, [relay.source, api.workspaceId]);
    const { body } = await operator('GET', `/routes/${relay.route}`);
    expect(body).toMatchObject({ emailSearch: { orders: 2, found: 1, due: 1, lookUps: 3, hits: 4 } });
    expect(JSON.stringify(body)).not.toMatch(/601234567|a@example/u);
  });

  describe('a preview', () => {
    it('names the consent that counts and sends nothing', async () => {
      api.gateway.calls.length = 0;
      const answer = await operator('POST', `/routes/${relay.route}/preview`, {});
      expect(answer).toMatchObject({ status: 200, body: { consent: { scope: 'everyone', text: expect.stringContaining('Everybody') as string }, entries: expect.any(Array) as unknown } });
      expect(answer.body['message']).toContain('Nothing was sent');
      expect(api.gateway.calls).toEqual([]);
      expect(await api.dataSource.query('select 1 from delivery where route_id = $1', [relay.route])).toEqual([]);
    });

    it('shows the exact writes, what they depend on, and what is left out in words', async () => {
      const record = await addRecord(api, relay.source, null, customerRecord('5', { email: 'anna@example.com' }));
      const nobody = await addRecord(api, relay.source, null, customerRecord('6', { email: null }));
      const { body } = await operator('POST', `/routes/${relay.route}/preview`, { recordIds: [record, nobody] }, { 'accept-language': 'pl' });
      const entries = body['entries'] as { recordId: string; address: string | null; writes: unknown[]; excluded: unknown[] }[];
      expect(entries.find(({ recordId }) => recordId === record)).toMatchObject({
        externalId: '5', address: 'anna@example.com', writes: [{ kind: 'contact', path: '/contact', body: { email: 'anna@example.com', tags: expect.arrayContaining(['rejestracja']) as unknown }, silent: true, when: expect.stringContaining('nie usunięto') as string }],
      });
      expect(entries.find(({ recordId }) => recordId === nobody)).toMatchObject({ address: null, writes: [], excluded: [{ effect: 'contact', reason: 'no_address', text: 'Brak adresu e-mail.' }] });
      expect(await api.dataSource.query('select 1 from routed_record where route_id = $1', [relay.route])).toEqual([]);
    });

    it('takes records of the own integration alone, and at most fifty', async () => {
      const mine = await addRecord(api, relay.source, null, customerRecord('1'));
      const theirs = await addRecord(api, (await addRelay(api)).source, null, customerRecord('1'));
      const preview = async (body: object): Promise<number> => (await operator('POST', `/routes/${relay.route}/preview`, body)).status;
      expect(await preview({ recordIds: [mine, mine] })).toBe(200);
      const all = await Promise.all(Array.from({ length: 12 }, (_, id) => addRecord(api, relay.source, null, customerRecord(`more-${String(id)}`))));
      expect((await operator('POST', `/routes/${relay.route}/preview`, { recordIds: all })).body['entries']).toHaveLength(12);
      expect(await preview({ recordIds: [mine, theirs] })).toBe(404);
      expect(await preview({ recordIds: ['nonsense'] })).toBe(404);
      expect(await preview({ records: 51 })).toBe(400);
    });

    it('is not for viewers', async () => {
      expect((await viewer('POST', `/routes/${relay.route}/preview`, {})).status).toBe(403);
    });
  });
});
