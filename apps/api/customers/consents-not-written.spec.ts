import { newId } from '#libs/domain/ids.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addKeys } from '../testing/card-rows.js';
import { addRelay } from '../testing/relay-rows.js';

describe('consents that are not in the shop, on the card', () => {
  let api: ApiHarness;
  let viewer: Call;
  let card: string;
  let relay: { readonly source: string; readonly route: string };

  beforeAll(async () => {
    api = await startApi();
    viewer = await api.as('viewer');
    relay = await addRelay(api);
    card = await addCustomer(api, 'Anna Zmyślona', 'anna@example.com', 'anna');
    await addKeys(api, relay.source, card, ['email:anna@example.com']);
  });
  afterAll(async () => {
    await api.close();
  });

  const told = async (direction: 'in' | 'out', outcome: string, receivedAt: string, address = 'anna@example.com'): Promise<void> => {
    await api.dataSource.query(`insert into consent_callback (id, workspace_id, route_id, direction, address, received_at, applied_at, outcome) values ($1, $2, $3, $4, $5, $6, now(), $7)`, [newId(), api.workspaceId, relay.route, direction, address, receivedAt, outcome]);
  };
  const shown = async (): Promise<unknown> => (await viewer('GET', `/customers/${card}`, undefined, { 'accept-language': 'en' })).body['consentsNotWritten'];

  it('are told with the reason, as long as nothing newer has reached the shop', async () => {
    expect(await shown()).toEqual([]);
    await told('out', 'not_written:module_right_missing', '2026-05-01T10:00:00Z');
    await told('out', 'not_written:no_account', '2026-05-01T10:00:00Z', 'ktos.inny@example.com');
    expect(await shown()).toMatchObject([{ integrationId: relay.source, direction: 'out', reason: 'module_right_missing', message: expect.stringContaining('CRM, write') as string }]);
    await told('out', 'written', '2026-05-02T10:00:00Z');
    expect(await shown()).toEqual([]);
  });
});
