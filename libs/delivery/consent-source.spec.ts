import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { ago, customer, newsletter } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, deliveriesOf, exclusionsOf, relay, type Relay } from '../../test/support/relay-world.js';
import type { Consent } from '#libs/domain/records.js';

const ANNA = 'anna@example.pl';

describe('another shop in the options of a route', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house, { options: { shop: '1' } });
  });
  afterEach(async () => { await one.account.sandbox.stop(); });

  const inShop = (shop: string, state: Consent['state'], seconds: number): Consent => ({ ...newsletter(state, ago(seconds)), shop });
  const anna = (company: string, consents: readonly Consent[]) => customer('1', ANNA, { company, consents });
  const chooseShop = async (shop: string): Promise<unknown> =>
    house.dataSource.query(`update route set options = options || jsonb_build_object('shop', $2::text), options_version = options_version + 1, shop_since = now() where id = $1`, [one.routeId, shop]);

  it('is nobody’s change of mind: what differs only because of it is listed, not sent', async () => {
    const first = inShop('1', 'granted', 60);
    await relay(one, [anna('A', [first])]);
    await relay(one, [anna('A', [first, inShop('2', 'refused', 5)])]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false });
    await chooseShop('2');
    await relay(one, [anna('B', [first, inShop('2', 'refused', 5)])]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: false, company: 'B' });
    expect(await exclusionsOf(one, '1')).toContain('consent:email: consent_source_changed');
    // A change of mind that is seen afterwards is one.
    await relay(one, [anna('B', [first, inShop('2', 'granted', 3)])]);
    await relay(one, [anna('B', [first, inShop('2', 'refused', 1)])]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true });
    expect((await deliveriesOf(one, ANNA)).map((row) => row.state)).toEqual(['delivered', 'delivered']);
  });
});
