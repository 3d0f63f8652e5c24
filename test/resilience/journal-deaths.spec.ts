import { deliverStep } from '#libs/delivery/deliver-step.js';
import type { DeliveryFailpoint } from '#libs/delivery/engine.js';
import type { Engine, Failpoint } from '#libs/sync/engine.js';
import { lookUpPhones } from '#libs/sync/look-up-phones.js';
import { openJournalRun } from '#libs/sync/open-runs.js';
import { planRun } from '#libs/sync/plan-run.js';
import { syncPart } from '#libs/sync/sync-part.js';
import { buildEngine, connectBaseLinker, drainInbox, readToEnd, type ConnectedAccount, type EngineHouse } from '../support/engine.js';
import { addRoute, connectSalesmanago, type Account } from '../support/relay.js';
import { exclusionsOf, expectSums, withEngine } from '../support/relay-world.js';

type Place = Failpoint | DeliveryFailpoint;

const SYNC: readonly Failpoint[] = ['journal-read', 'journal-committed', 'page-fetched', 'page-committed', 'part-done', 'run-planned', 'run-finishing'];
const DELIVERY: readonly DeliveryFailpoint[] = ['considered', 'claimed', 'sent', 'settled'];
const PLACES: readonly Place[] = [...SYNC, ...DELIVERY];
const DAY_MS = 86_400_000;
/** Nothing that dies once at each passing of a place needs more lives than that. */
const MOST_LIVES = 60;

class Dead extends Error {}

/** Says at which passings of which place a process dies, and counts them. */
class Fate {
  readonly passed = new Map<Place, number>();
  deaths = 0;
  life = new AbortController();

  constructor(private readonly place: Place | null, private readonly diesAt: (passing: number) => boolean) {}

  readonly pass = (at: Place): void => {
    const passing = (this.passed.get(at) ?? 0) + 1;
    this.passed.set(at, passing);
    if (at !== this.place || !this.diesAt(passing)) return;
    this.deaths += 1;
    // Calls under way die with the process.
    this.life.abort(new Dead());
    throw new Dead();
  };
}

describe('the way from the journal to the purchase', () => {
  let house: EngineHouse;
  let market: ConnectedAccount;
  let account: Account;
  let routeId: string;
  let rounds = 0;

  beforeAll(async () => {
    house = await buildEngine({ settleMs: 0 });
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(async () => {
    rounds += 1;
    market = await connectBaseLinker(house, { unknownLogTypes: false, historyEnd: new Date(house.engine.nowMs() - 20 * DAY_MS).toISOString() }, {}, `BL${String(rounds)}`);
    account = await connectSalesmanago(house, { clientId: `deathsaccount${String(rounds)}` });
    routeId = await addRoute(house, { integrationId: market.integrationId, destinationId: account.destinationId, options: { consents: [], events: ['PURCHASE'], sourceTag: true }, startedAgo: '1 minute' });
  });
  afterEach(async () => {
    // Nobody is to follow an account that is not there any more.
    await house.dataSource.query(`update integration set state = 'stopped' where id = $1`, [market.integrationId]);
    await Promise.all([market.sandbox.stop(), account.sandbox.stop()]);
  });

  /** Everything a worker does for this account, once. */
  async function live(fate: Fate): Promise<void> {
    const { signal } = fate.life;
    const engine: Engine = { ...house.engine, failpoint: fate.pass };
    const mortal = { ...house, engine };
    const opened = await openJournalRun(engine, market.integrationId);
    if (opened === null) throw new Error('nothing to follow');
    for (const part of (await planRun(engine, opened.runId)).parts) {
      if (part.lane === 'journal') await syncPart(engine, { partId: part.partId, signal, onBeat: () => undefined });
      else await readToEnd(mortal, part.partId);
    }
    await drainInbox(mortal, market.integrationId);
    await deliver(fate, engine);
    await lookUpPhones(engine, { runId: opened.runId, signal });
    await drainInbox(mortal, market.integrationId);
    await deliver(fate, engine);
  }

  async function deliver(fate: Fate, sync: Engine): Promise<void> {
    const { engine } = withEngine(account, { failpoint: fate.pass, sync });
    for (;;) {
      const { status, waitMs } = await deliverStep(engine, { destinationId: account.destinationId, signal: fate.life.signal, onBeat: () => undefined });
      if (status !== 'more' && waitMs === 0) return;
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, 500)));
    }
  }

  /** Process after process, until one comes to the end alive. */
  async function work(fate: Fate): Promise<void> {
    for (let lives = 1; lives <= MOST_LIVES; lives += 1) {
      fate.life = new AbortController();
      try {
        return await live(fate);
      } catch (error) {
        if (!fate.life.signal.aborted) throw error;
      }
    }
    throw new Error(`still dying after ${String(MOST_LIVES)} lives`);
  }

  const told = (): string[] => account.sandbox.control.emails()
    .flatMap((email) => (account.sandbox.control.contact(email)?.events ?? []).map(({ type, texts }) => `${type} ${String(texts['externalId']).split('-').at(-1) ?? ''} ${email}`)).sort();

  /** Orders of every kind, and what becomes of them while they are told of. */
  async function trade(fate: Fate): Promise<void> {
    const { control } = market.sandbox;
    const buyer = (name: string): { person: { email: string; firstName: string; lastName: string } } => ({ person: { email: `${name}@wzorcowy.example`, firstName: 'Jan', lastName: 'Próbny' } });
    await work(fate);
    const plain = control.sell({ source: 'shop', value: 10, ...buyer('zwykly') });
    const open = control.sell({ source: 'shop', value: 20, confirmed: false, ...buyer('otwarty') });
    const parted = control.sell({ source: 'shop', ...buyer('dzielony') });
    const copied = control.sell({ source: 'shop', value: 40, ...buyer('kopiowany') });
    const copy = control.copy(copied);
    // The telephone of somebody who bought in the history, which nobody has read.
    const masked = control.sell({ source: 'allegro', person: 'p1', value: 50 });
    const nameless = control.sell({ source: 'personal', value: 60, email: '', phone: '' });
    control.addProduct(parted);
    await work(fate);
    control.confirm(open);
    const part = control.split(parted);
    control.editDelivery(plain, { address: 'ul. Poprawiona 1' });
    control.editOrder(nameless, { email: 'podany@wzorcowy.example' });
    await work(fate);
    await work(fate);
    const is = (id: number, name: string): string => `PURCHASE ${String(id)} ${name}@wzorcowy.example`;
    expect(told()).toEqual([is(plain, 'zwykly'), is(open, 'otwarty'), is(parted, 'dzielony'), is(copied, 'kopiowany'), is(copy, 'kopiowany'), is(masked, 'halina'), is(nameless, 'podany')].sort());
    expect(await exclusionsOf({ house, routeId }, String(part))).toEqual(['event:PURCHASE: family_sent']);
    await expectSums({ house, account }, routeId);
    const [kept] = await house.dataSource.query<{ entries: number; numbers: number }[]>(`select count(*)::int as entries, count(distinct log_id)::int as numbers from journal_entry where integration_id = $1`, [market.integrationId]);
    const entries = control.log().filter(({ orderId }) => orderId >= plain).length;
    expect(kept).toEqual({ entries, numbers: entries });
  }

  it('comes past every place at which a process can die', async () => {
    const fate = new Fate(null, () => false);
    await trade(fate);
    expect([...fate.passed.keys()].sort()).toEqual([...PLACES].sort());
  });

  it.each(PLACES)('makes every order one purchase when a process dies at %s', async (place) => {
    const fate = new Fate(place, (passing) => passing === 2);
    await trade(fate);
    expect(fate.deaths).toBe(1);
  });

  it.each(PLACES)('makes every order one purchase when processes die at %s every other time', async (place) => {
    const fate = new Fate(place, (passing) => passing % 2 === 1);
    await trade(fate);
    expect(fate.deaths).toBeGreaterThan(1);
  });
});
