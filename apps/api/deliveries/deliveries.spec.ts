import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addDelivery, addEachState, addRelay, type DeliveryRow } from '../testing/relay-rows.js';

const PROBLEM = { kind: 'destination_rejected', code: 'no_email', text: { pl: 'Brak adresu.', en: 'No address.' }, fix: { pl: 'Popraw.', en: 'Mend it.' } };

describe('deliveries', () => {
  let api: ApiHarness;
  let operator: Call;
  let admin: Call;
  let relay: Awaited<ReturnType<typeof addRelay>>;

  beforeAll(async () => {
    api = await startApi();
    [operator, admin] = await Promise.all([api.as('operator'), api.as('admin')]);
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    api.gateway.down = false;
    relay = await addRelay(api);
    api.gateway.calls.length = 0;
  });

  const add = async (row: DeliveryRow): Promise<string> => await addDelivery(api, relay.route, row);
  const retry = async (id: string, body: object = {}): ReturnType<Call> => await operator('POST', `/deliveries/${id}/retry`, body);
  const adds = async (): Promise<unknown> => (await operator('GET', `/destinations/${relay.destination}`)).body['ledger'];

  it('tell what is done to whom, how it went and why', async () => {
    const recordId = newId();
    const id = await add({ state: 'failed', kind: 'event', key: 'event:PURCHASE:1042', orderId: '1042', address: 'anna@example.com', recordId, reason: 'destination_rejected', problem: PROBLEM });
    await api.dataSource.query(`update delivery set event_type = 'PURCHASE', contact_id = 'c-1', remote_id = 'e-1', attempts = 2, notes = '[{"code":"text_cut"}]' where id = $1`, [id]);
    const { body } = await operator('GET', `/deliveries/${id}`, undefined, { 'accept-language': 'pl' });
    expect(body).toMatchObject({
      route: { id: relay.route, name: 'Trasa' }, destination: { id: relay.destination, kind: 'salesmanago' }, kind: 'event', key: 'event:PURCHASE:1042', eventType: 'PURCHASE', orderId: '1042', recordId,
      address: 'anna@example.com', state: 'failed', nextSteps: ['retry'], reason: 'destination_rejected', reasonText: 'Odbiorca odrzucił te dane.', problem: { code: 'no_email', message: 'Brak adresu.', fix: 'Popraw.' },
      notes: [{ code: 'text_cut' }], attempts: 2, remote: { contactId: 'c-1', eventId: 'e-1', jobId: null }, ledger: { queued: 1, delivered: 0, failed: 1, cancelled: 0 },
    });
  });

  it('are listed by filters and page by page, newest first', async () => {
    const contact = await add({ state: 'pending', address: 'anna@example.com' });
    const event = await add({ state: 'failed', kind: 'event', key: 'event:PURCHASE:7', orderId: '7', address: 'anna@example.com' });
    const ids = async (query: string): Promise<unknown[]> => ((await operator('GET', `/deliveries?routeId=${relay.route}&${query}`)).body.items ?? []).map((item) => item['id']);
    expect(await ids('')).toEqual([event, contact]);
    expect(await ids('state=failed')).toEqual([event]);
    expect(await ids('kind=contact')).toEqual([contact]);
    expect(await ids('orderId=7')).toEqual([event]);
    expect(await ids('address=Anna%40Example.com')).toEqual([event, contact]);
    expect(await ids(`destinationId=${newId()}`)).toEqual([]);
    const page = await operator('GET', `/deliveries?routeId=${relay.route}&limit=1`);
    expect(await ids(`limit=1&cursor=${String(page.body['nextCursor'])}`)).toEqual([contact]);
    expect((await operator('GET', '/deliveries?routeId=nonsense')).status).toBe(404);
    expect((await operator('GET', '/deliveries?state=lost')).status).toBe(400);
  });

  describe('sent again', () => {
    it.each(['failed', 'cancelled'])('a %s one counts as queued once more', async (state) => {
      const id = await add({ state, reason: 'destination_rejected', problem: PROBLEM });
      const answer = await retry(id);
      expect(answer).toMatchObject({ status: 200, body: { delivery: { state: 'pending', version: 2, reason: null, problem: null, settledAt: null, ledger: { queued: 2, [state]: 1 } } } });
      expect(api.gateway.calls).toEqual([`wakeDelivery ${relay.destination}`]);
      expect(await adds()).toMatchObject({ queued: 2, pending: 1, addsUp: true });
    });

    it('one of an unknown outcome needs a person to accept a duplicate', async () => {
      const id = await add({ state: 'unknown' });
      expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'duplicate_possible', fix: expect.stringContaining('acceptDuplicate') as string } });
      const answer = await retry(id, { acceptDuplicate: true });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('duplicate') as string, delivery: { state: 'pending', ledger: { queued: 1 } } } });
      const again = await add({ state: 'unknown', again: true });
      await retry(again, { acceptDuplicate: true });
      expect(await adds()).toMatchObject({ queued: 3, pending: 2, cancelled: 1, unknown: 0, addsUp: true });
    });

    it('one that was given up because nobody could tell needs the same, and is left out of bulk', async () => {
      const id = await add({ state: 'failed', reason: 'outcome_unknown' });
      expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'duplicate_possible' } });
      expect((await operator('POST', '/deliveries/retry', { routeId: relay.route })).body).toMatchObject({ queued: 0 });
      expect((await operator('POST', '/deliveries/retry', { routeId: relay.route, reason: 'outcome_unknown' })).body).toMatchObject({ queued: 0 });
      expect(await retry(id, { acceptDuplicate: true })).toMatchObject({ status: 200, body: { delivery: { state: 'pending', ledger: { queued: 2, failed: 1 } } } });
    });

    it.each(['pending', 'delivered'])('a %s one is refused', async (state) => {
      expect(await retry(await add({ state }), { acceptDuplicate: true })).toMatchObject({ status: 409, body: { code: 'delivery_state', state } });
    });

    it.each(['sending', 'confirming'])('a %s one is left alone', async (state) => {
      const id = await add({ state });
      expect(await retry(id, { acceptDuplicate: true })).toMatchObject({ status: 409, body: { code: 'delivery_under_way', nextSteps: [] } });
      expect((await operator('POST', `/deliveries/${id}/cancel`)).body).toMatchObject({ code: 'delivery_under_way' });
    });

    it('only once by many at the same moment', async () => {
      const id = await add({ state: 'failed' });
      const answers = await Promise.all(Array.from({ length: 4 }, () => retry(id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      expect(await adds()).toMatchObject({ queued: 2, addsUp: true });
    });

    it('in bulk are the failed ones of a route, by reason', async () => {
      await addEachState(api, relay.route);
      await add({ state: 'failed', reason: 'destination_rejected' });
      const bulk = async (body: object): Promise<unknown> => (await operator('POST', '/deliveries/retry', { routeId: relay.route, ...body })).body['queued'];
      expect(await bulk({ reason: 'destination_rejected' })).toBe(1);
      expect(await bulk({})).toBe(1);
      expect(await bulk({})).toBe(0);
      expect(await adds()).toMatchObject({ unknown: 1, cancelled: 1, addsUp: true });
      expect((await operator('POST', '/deliveries/retry', { routeId: newId() })).status).toBe(404);
    });

    it('works with Temporal down, and not to where nothing is any more', async () => {
      api.gateway.down = true;
      expect((await retry(await add({ state: 'failed' }))).status).toBe(200);
      const id = await add({ state: 'failed' });
      await admin('DELETE', `/routes/${relay.route}?cancelWaiting=true`);
      expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'route_deleted' } });
      await admin('DELETE', `/destinations/${relay.destination}`);
      expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'destination_deleted' } });
    });
  });

  describe('taken back', () => {
    it('while they wait', async () => {
      const id = await add({ state: 'pending' });
      const answer = await operator('POST', `/deliveries/${id}/cancel`);
      expect(answer).toMatchObject({ status: 200, body: { message: 'The delivery will not be sent.', delivery: { state: 'cancelled', reason: 'cancelled_by_person', settledAt: expect.any(String) as string } } });
      expect(await operator('POST', `/deliveries/${id}/cancel`)).toMatchObject({ status: 409, body: { code: 'delivery_state', nextSteps: ['retry'] } });
      expect(await adds()).toMatchObject({ queued: 1, cancelled: 1, addsUp: true });
    });

    it('when a person has seen at the destination that they arrived: they are never sent again', async () => {
      const id = await add({ state: 'failed', kind: 'event', key: 'event:PURCHASE:7', orderId: '7', reason: 'outcome_unknown' });
      await api.dataSource.query(`insert into delivered_fact (account, source_account, order_id, event_type, state, delivery_id, external_id, route_id) values ($1, 's', '7', 'PURCHASE', 'sending', $2, 'x-7', $3)`, [relay.destination, id, relay.route]);
      await api.dataSource.query(
        `insert into reject (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix) values ($1, $2, $3, 'orders', 'deliver', $4, 'outcome_unknown', '{"pl":"x","en":"x"}', '{"pl":"y","en":"y"}')`,
        [newId(), api.workspaceId, relay.source, id],
      );
      expect((await operator('GET', `/deliveries/${id}`)).body).toMatchObject({ nextSteps: ['retry', 'cancel'] });
      expect(await operator('POST', `/deliveries/${id}/cancel`)).toMatchObject({ status: 200, body: { message: expect.stringContaining('taken for arrived') as string, delivery: { state: 'cancelled', reason: 'seen_there' } } });
      expect(await adds()).toMatchObject({ queued: 1, failed: 0, cancelled: 1, addsUp: true });
      expect(await api.dataSource.query('select state from delivered_fact where delivery_id = $1', [id])).toEqual([{ state: 'sent' }]);
      expect((await operator('GET', `/rejects?integrationId=${relay.source}`)).body.items).toEqual([]);
    });

    it('before they go once more', async () => {
      const id = await add({ state: 'sending', again: true });
      expect(await operator('POST', `/deliveries/${id}/cancel`)).toMatchObject({ status: 200, body: { message: expect.stringContaining('second time') as string, delivery: { state: 'sending', again: false } } });
      expect(await adds()).toMatchObject({ queued: 2, pending: 1, cancelled: 1, addsUp: true });
    });
  });

  it('of an integration that is deleted are cancelled once their number was shown', async () => {
    await addEachState(api, relay.route);
    expect(await admin('DELETE', `/integrations/${relay.source}`)).toMatchObject({ status: 409, body: { code: 'deliveries_waiting', waiting: 2 } });
    expect((await operator('GET', `/integrations/${relay.source}`)).status).toBe(200);
    const deleted = await admin('DELETE', `/integrations/${relay.source}?cancelWaiting=true`);
    expect(deleted).toMatchObject({ status: 200, body: { kept: { records: 0 }, routesSwitchedOff: 1, cancelled: 2 } });
    expect(deleted.body['message']).toContain('deliveries cancelled: 2.');
    expect((await operator('GET', `/routes/${relay.route}`)).body).toMatchObject({ state: 'off', integration: { deleted: true }, deliveries: { pending: 3, cancelled: 3, addsUp: true } });
    expect(api.gateway.calls).toContain(`wakeDelivery ${relay.destination}`);
    expect(await operator('POST', `/routes/${relay.route}/start`)).toMatchObject({ status: 409, body: { code: 'integration_deleted' } });
  });

  it('of an integration that is stopped go on', async () => {
    const id = await add({ state: 'pending' });
    await api.dataSource.query(`update integration set platform = 'prestashop' where id = $1`, [relay.source]);
    expect((await operator('POST', `/integrations/${relay.source}/stop`)).status).toBe(200);
    expect((await operator('GET', `/routes/${relay.route}`)).body).toMatchObject({ state: 'on', waiting: [{ code: 'integration_not_running' }] });
    expect((await operator('GET', `/deliveries/${id}`)).body).toMatchObject({ state: 'pending' });
  });
});
