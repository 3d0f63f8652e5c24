import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';

describe('rejects', () => {
  let api: ApiHarness;
  let operator: Call;
  let integration: string;

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    api.gateway.down = false;
    api.gateway.calls.length = 0;
    await api.dataSource.query('truncate reject, inbox');
    integration = await addIntegration(api, 'Sklep');
  });

  async function addReject(externalId: string, over: { stream?: string; reason?: string; closed?: boolean } = {}): Promise<string> {
    const id = newId();
    await api.dataSource.query(
      `insert into reject (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix, original, range, page_cursor, closed_at)
       values ($1, $2, $3, $4, 'map', $5, $6, '{"pl":"Kwota nie jest liczbą.","en":"The total is not a number."}', '{"pl":"Popraw ją.","en":"Correct it."}', '{"total":"abc"}', '{"from":1}', '{"id":3}', $7)`,
      [id, api.workspaceId, integration, over.stream ?? 'orders', externalId, over.reason ?? 'total_not_a_number', over.closed === true ? new Date() : null],
    );
    return id;
  }

  const inbox = (): Promise<unknown[]> => api.dataSource.query(`select stream, external_id, origin, not_before from inbox where integration_id = $1 order by external_id`, [integration]);

  it('say what is wrong, where, and how to mend it', async () => {
    const id = await addReject('7');
    const { body } = await operator('GET', `/rejects/${id}`, undefined, { 'accept-language': 'pl' });
    expect(body).toMatchObject({
      integrationId: integration, stream: 'orders', externalId: '7', reason: 'total_not_a_number', message: 'Kwota nie jest liczbą.', fix: 'Popraw ją.', original: { total: 'abc' },
      place: { range: { from: 1 }, cursor: { id: 3 } }, replayable: true, closedAt: null,
    });
  });

  it('are listed open ones first, by filters', async () => {
    const open = await addReject('1');
    const closed = await addReject('2', { closed: true });
    const other = await addReject('3', { stream: 'customers', reason: 'id_missing' });
    const ids = async (query: string): Promise<unknown[]> => ((await operator('GET', `/rejects?${query}`)).body.items ?? []).map((item) => item['id']);
    expect(await ids('')).toEqual([other, open]);
    expect(await ids('open=false')).toEqual([closed]);
    expect(await ids('stream=customers')).toEqual([other]);
    expect(await ids(`reason=total_not_a_number&integrationId=${integration}`)).toEqual([open]);
  });

  it('are replayed one by one, exactly that record', async () => {
    const id = await addReject('7');
    await addReject('8');
    expect(await operator('POST', `/rejects/${id}/replay`)).toMatchObject({ status: 202, body: { queued: 1, skipped: 0 } });
    expect(await inbox()).toEqual([{ stream: 'orders', external_id: '7', origin: 'replay', not_before: null }]);
    expect(api.gateway.calls).toEqual([`wakeInbox ${integration}`]);
  });

  it('make a waiting hint due at once instead of adding another', async () => {
    const id = await addReject('7');
    await api.dataSource.query(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, not_before) values ($1, $2, $3, 'orders', '7', 'webhook', now() + interval '1 hour')`, [newId(), api.workspaceId, integration]);
    await operator('POST', `/rejects/${id}/replay`);
    expect(await inbox()).toEqual([{ stream: 'orders', external_id: '7', origin: 'webhook', not_before: null }]);
  });

  it('are replayed in bulk, without those that have no id', async () => {
    await addReject('1');
    await addReject('2');
    await addReject('3', { stream: 'customers' });
    await addReject('4', { closed: true });
    await addReject('page:0a1b2c');
    const answer = await operator('POST', '/rejects/replay', { integrationId: integration, stream: 'orders' });
    expect(answer.body).toMatchObject({ queued: 2, skipped: 1 });
    expect(await inbox()).toHaveLength(2);
    expect((await operator('POST', '/rejects/replay')).body).toMatchObject({ queued: 3 });
  });

  it('without an id cannot be replayed alone', async () => {
    const id = await addReject('page:0a1b2c');
    expect(await operator('POST', `/rejects/${id}/replay`)).toMatchObject({ status: 409, body: { code: 'reject_without_id' } });
  });

  it('of a stream that is read as a whole only cannot be replayed alone either', async () => {
    await api.dataSource.query(`update integration set platform = 'idosell' where id = $1`, [integration]);
    const id = await addReject('7', { stream: 'addresses' });
    await addReject('8', { stream: 'orders' });
    expect((await operator('GET', `/rejects/${id}`)).body).toMatchObject({ replayable: false });
    expect(await operator('POST', `/rejects/${id}/replay`)).toMatchObject({ status: 409, body: { code: 'reject_without_id', detail: expect.stringContaining('addresses') as string } });
    expect((await operator('POST', '/rejects/replay', { integrationId: integration })).body).toMatchObject({ queued: 1, skipped: 1 });
    expect(await inbox()).toMatchObject([{ stream: 'orders', external_id: '8' }]);
  });

  it('of a delivery are sent again, not read again', async () => {
    const id = await addReject(newId());
    await api.dataSource.query(`update reject set stage = 'deliver' where id = $1`, [id]);
    expect((await operator('GET', `/rejects/${id}`)).body).toMatchObject({ stage: 'deliver', replayable: false });
    expect(await operator('POST', `/rejects/${id}/replay`)).toMatchObject({ status: 409, body: { code: 'reject_of_delivery', deliveryId: expect.any(String) as string } });
    expect(await inbox()).toEqual([]);
  });

  it('wait in the inbox while Temporal is away', async () => {
    const id = await addReject('7');
    api.gateway.down = true;
    const answer = await operator('POST', `/rejects/${id}/replay`);
    expect(answer).toMatchObject({ status: 202, body: { queued: 1 } });
    expect(answer.body['message']).toContain('waiting');
    expect(await inbox()).toHaveLength(1);
  });
});
