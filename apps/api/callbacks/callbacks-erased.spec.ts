import { callbackKey } from '#libs/domain/relay/callback-key.js';
import { addressHash } from '#libs/domain/relay/address-hash.js';
import { tombstoneHash } from '#libs/domain/tombstones.js';
import { startApi, type ApiHarness } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys } from '../testing/card-rows.js';
import { addRoute, SECURITY_PARAMETER, type MadeRoute } from '../testing/route-rows.js';

const EMAIL = 'kanarek.zolty@example.com';
const MASKED = 'kan4rek9hash+5c1e@allegromail.pl';

describe('a callback about an erased person', () => {
  let api: ApiHarness;
  let integration: string;
  let made: MadeRoute;

  beforeAll(async () => {
    api = await startApi();
    integration = await addIntegration(api, 'Sklep');
    made = await addRoute(api, integration);
    const salt = Buffer.alloc(32, 7);
    await api.dataSource.query(`update workspace set tombstone_salt = $2 where id = $1`, [api.workspaceId, salt]);
    for (const name of [`email:${EMAIL}`, 'allegro_address:kan4rek9hash@allegromail.pl']) await api.dataSource.query(`insert into tombstone (workspace_id, hash, erased_at) values ($1, $2, now())`, [api.workspaceId, tombstoneHash(salt, name)]);
  });
  afterAll(async () => {
    await api.close();
  });

  const tell = async (direction: string, email: string): Promise<number> => (await fetch(`${api.url}/callbacks/${made.callbackToken}/${direction}?email=${encodeURIComponent(email)}&key=${callbackKey(email, SECURITY_PARAMETER)}`)).status;
  const stored = (): Promise<unknown> => api.dataSource.query(`select address, direction from consent_callback where route_id = $1`, [made.routeId]);
  const noted = (email: string): Promise<unknown> => api.dataSource.query(`select callback from remote_opt where account = $1 and address_hash = $2`, [made.account, addressHash(made.account, email)]);

  it('is remembered by hash, the last word of it, and the address is stored nowhere', async () => {
    expect([await tell('optin', 'Kanarek.Zolty@example.com'), await tell('optout', EMAIL), await tell('optout', MASKED)]).toEqual([200, 200, 200]);
    expect(await stored()).toEqual([]);
    expect([await noted(EMAIL), await noted(MASKED)]).toEqual([[{ callback: 'out' }], [{ callback: 'out' }]]);
    expect(api.log()).not.toContain('zolty');
  });

  it('is kept until it is applied when the person has come back, as that of anybody else', async () => {
    const card = await addCustomer(api, 'Żaneta Próbna', EMAIL, 'zaneta probna');
    await addKeys(api, integration, card, [`email:${EMAIL}`]);
    expect([await tell('optout', EMAIL), await tell('optout', 'inna@example.com')]).toEqual([200, 200]);
    expect(await stored()).toEqual(expect.arrayContaining([{ address: EMAIL, direction: 'out' }, { address: 'inna@example.com', direction: 'out' }]));
  });
});
