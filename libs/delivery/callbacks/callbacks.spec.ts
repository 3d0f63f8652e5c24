import { newId } from '#libs/domain/ids.js';
import { Failure } from '#libs/domain/failure.js';
import type { ConsentWrite, WriteConsents } from '#libs/connectors/sdk/connector.js';
import { buildEngine, type EngineHouse } from '../../../test/support/engine.js';
import { deliverAll } from '../../../test/support/relay.js';
import { ago, buyer, customer, newsletter, order } from '../../../test/support/relay-records.js';
import { buildRelay, contactAt, expectSums, relay, type Relay } from '../../../test/support/relay-world.js';

const ANNA = 'anna@example.pl';

describe('what the destination tells of consents', () => {
  let house: EngineHouse;
  let one: Relay;
  let shop: Map<string, string>;
  let calls: ConsentWrite[][];
  let answer: WriteConsents;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    shop = new Map();
    calls = [];
    answer = (writes) => Promise.resolve(writes.map(({ customerId, state }) => {
      const outcome = shop.get(customerId) === state ? 'unchanged' as const : 'written' as const;
      shop.set(customerId, state);
      return { customerId, outcome, detail: null };
    }));
    one = await buildRelay(house, { writeConsents: (writes, signal) => {
      calls.push([...writes]);
      return answer(writes, signal);
    } });
    await relay(one, [customer('1', ANNA, { consents: [newsletter('granted', ago(60))] }), order('11', null, { contact: buyer('gosc@example.pl') })]);
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const tell = async (direction: 'in' | 'out', address = ANNA): Promise<void> => {
    await house.dataSource.query(`insert into consent_callback (id, workspace_id, route_id, direction, address) values ($1, $2, $3, $4, $5) on conflict (route_id, address, direction) where applied_at is null do update set repeated = consent_callback.repeated + 1, received_at = now()`, [newId(), house.workspaceId, one.routeId, direction, address]);
  };
  const outcomes = async (): Promise<string[]> => (await house.dataSource.query<{ outcome: string }[]>(`select coalesce(outcome, 'waits') as outcome from consent_callback where route_id = $1 order by received_at, id`, [one.routeId])).map((row) => row.outcome);

  it('is written to the shop, once, and the shop\'s change is no news there', async () => {
    one.account.sandbox.control.setCard(ANNA, { email: 'out' });
    await tell('out');
    await tell('out');
    await deliverAll(one.account);
    expect([calls, await outcomes()]).toEqual([[[{ customerId: '1', shop: null, channel: 'email', state: 'refused' }]], ['written']]);
    await tell('out');
    await deliverAll(one.account);
    expect(await outcomes()).toEqual(['written', 'unchanged']);
    one.account.sandbox.control.resetWrites();
    await relay(one, [customer('1', ANNA, { consents: [newsletter('refused', ago(0))] })]);
    expect(one.account.sandbox.control.writes()).toEqual([]);
  });

  it('counts by its last word', async () => {
    await tell('out');
    await tell('in');
    await deliverAll(one.account);
    expect([await outcomes(), shop.get('1')]).toEqual([['superseded', 'written'], 'granted']);
  });

  it('is not written for people without an account, and for nobody we know', async () => {
    await tell('out', 'gosc@example.pl');
    await tell('out', 'nikt@example.pl');
    await deliverAll(one.account);
    expect([calls, await outcomes()]).toEqual([[], ['not_written:no_account', 'unknown_person']]);
  });

  it('stays unwritten where the key may not write, and says so; the opt-out counts all the same', async () => {
    answer = () => Promise.reject(new Failure({ kind: 'permission_missing', message: { pl: 'Brak prawa.', en: 'No right.' } }));
    one.account.sandbox.control.setCard(ANNA, { email: 'out' });
    await tell('out');
    await deliverAll(one.account);
    expect(await outcomes()).toEqual(['not_written:permission_missing']);
    await relay(one, [customer('1', ANNA, { company: 'Kubki', consents: [newsletter('granted', ago(30))] })]);
    expect(contactAt(one, ANNA)).toMatchObject({ optedOut: true, company: 'Kubki' });
  });

  it('stays unwritten where the shop refuses the customer', async () => {
    answer = (writes) => Promise.resolve(writes.map(({ customerId }) => ({ customerId, outcome: 'refused' as const, detail: 'blocked' })));
    await tell('out');
    await deliverAll(one.account);
    expect(await outcomes()).toEqual(['not_written:refused']);
  });

  it('waits while the shop is away, and is written after that', async () => {
    let away = true;
    const written = answer;
    answer = (writes, signal) => {
      if (!away) return written(writes, signal);
      away = false;
      return Promise.reject(new Failure({ kind: 'platform_unavailable', retryAfterMs: 50, message: { pl: 'Nie działa.', en: 'Away.' } }));
    };
    await tell('out');
    await deliverAll(one.account);
    expect([calls.length, await outcomes(), shop.get('1')]).toEqual([2, ['written'], 'refused']);
  });

  it('is written once in effect by a worker that dies after writing', async () => {
    const written = answer;
    answer = async (writes, signal) => {
      await written(writes, signal);
      answer = written;
      throw new Error('killed');
    };
    await tell('out');
    await expect(deliverAll(one.account)).rejects.toThrow('killed');
    await deliverAll(one.account);
    expect([shop.get('1'), await outcomes()]).toEqual(['refused', ['unchanged']]);
  });
});
