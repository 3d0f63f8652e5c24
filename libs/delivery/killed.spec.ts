import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll, step } from '../../test/support/relay.js';
import { ago, buyer, customer, order, store } from '../../test/support/relay-records.js';
import { buildRelay, contactAt, expectSums, withEngine, type Relay } from '../../test/support/relay-world.js';
import { deliverStep } from './deliver-step.js';
import type { DeliveryFailpoint } from './engine.js';

const FAILPOINTS: readonly DeliveryFailpoint[] = ['considered', 'claimed', 'sent', 'settled'];

/** Longer than any call of these specs is under way. */
const LEASE_MS = 2_000;
const QUIET_MS = 150;

class Killed extends Error {}

describe('a worker that is killed', () => {
  let house: EngineHouse;
  let one: Relay;

  beforeAll(async () => { house = await buildEngine(); });
  afterAll(async () => { await house.close(); });
  beforeEach(async () => {
    one = await buildRelay(house, { tuning: { leaseMs: LEASE_MS, quietMs: QUIET_MS } });
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  /** New and old customers with an order each, and guests. */
  const people = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1)).flatMap((id) => [
    customer(id, `osoba${id}@example.pl`, Number(id) % 2 === 0 ? { createdAt: ago(90 * 86_400) } : {}), order(`a${id}`, id), order(`b${id}`, null, { contact: buyer(`gosc${id}@example.pl`) }),
  ]);

  /** Works until a place is passed at which it dies; calls under way die with it. A death that nobody dies of is another error. */
  async function workUntilKilled(isLast: (name: DeliveryFailpoint) => boolean, rounds: number): Promise<void> {
    const life = new AbortController();
    const { engine } = withEngine(one.account, { failpoint: (name) => {
      if (!isLast(name)) return;
      life.abort(new Killed());
      throw new Killed();
    } });
    try {
      for (let round = 0; round < rounds; round += 1) await deliverStep(engine, { destinationId: one.account.destinationId, signal: life.signal, onBeat: () => undefined });
    } catch (error) {
      if (!life.signal.aborted) throw error;
    }
  }

  it.each(FAILPOINTS.flatMap((name) => [1, 2, 3].map((nth) => [name, nth] as const)))('at %s, the %dth time, has done nothing twice and left nothing out', async (name, nth) => {
    await store(house, one.source, people(6));
    let passed = 0;
    // A small world does not come past every place three times.
    await workUntilKilled((at) => at === name && (passed += 1) === nth, 8);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 12, duplicates: [] });
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 12 });
    expect(one.account.sandbox.control.counters()).toMatchObject({ workflowsByContacts: 9, confirmationMails: 0 });
  });

  it('and several at once, again and again', async () => {
    await store(house, one.source, people(15));
    let seed = 7;
    const dies = (): boolean => (seed = (seed * 48_271) % 2_147_483_647) % 4 === 0;
    for (let life = 0; life < 6; life += 1) await Promise.all([workUntilKilled(dies, 1), workUntilKilled(dies, 1)]);
    await deliverAll(one.account);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 30, duplicates: [] });
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 30 });
  });

  it('is joined by another that works on the same things', async () => {
    await store(house, one.source, people(25));
    await Promise.all([one.account, one.account, one.account].map(deliverAll));
    await deliverAll(one.account);
    expect(one.account.sandbox.control.transactions()).toMatchObject({ purchases: 50, duplicates: [] });
    expect(one.account.sandbox.control.counts()).toMatchObject({ contacts: 50 });
    expect(contactAt(one, 'osoba7@example.pl')).toMatchObject({ name: 'Anna Nowak 7' });
    const [row] = await house.dataSource.query<{ considered: number }[]>(`select considered::int from route_ledger where route_id = $1`, [one.routeId]);
    // A customer is a contact; an order is a contact and a purchase.
    expect(row).toEqual({ considered: 25 + 50 * 2 });
  });

  it('does not send what it claimed so long ago that others have taken it over', async () => {
    await store(house, one.source, [customer('1', 'anna@example.pl')]);
    await deliverAll(one.account);
    await store(house, one.source, [order('11', '1')]);
    let thawedAt = 0;
    const asleep = withEngine(one.account, { failpoint: (at) => {
      if (at !== 'claimed' || thawedAt > 0) return;
      // The machine stands still for longer than a lease.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * LEASE_MS);
      thawedAt = Date.now();
    } });
    const sentAt: number[] = [];
    one.account.sandbox.control.onRequest((request) => { if (request.path.endsWith('addContactExtEvent')) sentAt.push(request.at); });
    await step(asleep);
    await deliverAll(one.account);
    expect(sentAt).toHaveLength(1);
    // Only after it was looked for twice, as for anybody who died.
    expect((sentAt[0] ?? 0) - thawedAt).toBeGreaterThanOrEqual(QUIET_MS);
  });
});
