import { buildEngine, type EngineHouse } from '../../../test/support/engine.js';
import { ago, customer, newsletter, order, store } from '../../../test/support/relay-records.js';
import { deliverAll } from '../../../test/support/relay.js';
import { buildRelay, relay, type Relay } from '../../../test/support/relay-world.js';
import type { PreviewWrite } from './person-writes.js';
import { previewRecords } from './preview-records.js';

const ANNA = 'anna@example.pl';
const DAY = 86_400;
const OLD = { createdAt: ago(90 * DAY), consents: [newsletter('granted', ago(2)), newsletter('granted', ago(2), 'sms')] };

type Body = Record<string, unknown>;

/** Without what signs a call, and without how an event names its contact: by id once it is known. */
function told(body: Body): Body {
  const { clientId: _client, apiKey: _key, requestTime: _time, sha: _sha, owner: _owner, contactId: _contact, email: _email, ...rest } = body;
  return rest;
}

describe('a preview', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house, { startedAgo: '1 day' });
  });
  afterEach(async () => { await one.account.sandbox.stop(); });

  async function preview(kind: string): Promise<readonly PreviewWrite[]> {
    const { sync, destinations } = one.account.engine;
    const entries = await previewRecords(house.dataSource, { routeId: one.routeId, limit: 50, recordIds: null, destinations, connectors: sync.connectors });
    return entries.find((entry) => entry.kind === kind)?.writes ?? [];
  }

  /** Calls that have written something, as they arrived. */
  const written = (): { path: string; body: Body }[] =>
    one.account.sandbox.control.stats().log.filter(({ path }) => /upsert|addContactExtEvent/u.test(path)).map(({ path, body }) => ({ path, body: told(JSON.parse(body ?? '{}') as Body) }));

  it('shows the very calls that follow: contact and consents in one, then the event', async () => {
    await store(house, one.source, [customer('1', ANNA, OLD), order('11', '1')]);
    const shown = await preview('order');
    await deliverAll(one.account);
    expect(written().map(({ path }) => path)).toEqual(['/api/contact/batchupsertv2', '/api/v2/contact/addContactExtEvent']);
    expect(shown.map(({ path, body }) => ({ path, body: told(body) }))).toEqual(written());
  });

  it('shows what is new of somebody who was written before as any other change', async () => {
    await relay(one, [customer('1', ANNA, OLD)]);
    one.account.sandbox.control.resetStats();
    await store(house, one.source, [customer('1', ANNA, { ...OLD, company: 'Kubki' })]);
    const shown = await preview('customer');
    await deliverAll(one.account);
    expect(shown.map(({ path, body, silent }) => ({ path, silent, body: told(body) }))).toEqual(written().map((call) => ({ ...call, silent: false })));
  });
});
