import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectorOf } from '#libs/connectors/registry.js';
import type { ConnectorDefinition, FindByPhone } from '#libs/connectors/sdk/connector.js';
import { Failure } from '#libs/domain/failure.js';
import { newId } from '#libs/domain/ids.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { buildEngine, openRunRow, type EngineHouse } from '../../test/support/engine.js';
import { deliverAll } from '../../test/support/relay.js';
import { order, store } from '../../test/support/relay-records.js';
import { buildRelay, eventsAt, exclusionsOf, expectSums, relay, withEngine, type Relay } from '../../test/support/relay-world.js';
import type { Engine } from './engine.js';
import { lookUpPhones, type LookedUp } from './look-up-phones.js';

const HALINA = 'halina@example.com';
const PHONE = '+48601234567';
const MASKED = 'q7hx2m9d4k+5c1e08a7b@allegromail.pl';

const contact = (email: string, phone: string): OrderRecord['contact'] => ({ email, firstName: 'Halina', lastName: 'Wzorcowa', company: null, phones: [phone] });
const shop = (id: string, phone = PHONE): OrderRecord => order(id, null, { contact: contact(HALINA, phone) });
const allegro = (id: string, phone = PHONE): OrderRecord => order(id, null, { contact: contact(MASKED, phone), marketplace: { name: 'allegro', login: null, emails: [MASKED] } });

describe('phones orders wait for', () => {
  let house: EngineHouse;
  let one: Relay;
  let runId: string;
  let server: Server;
  let find: FindByPhone | undefined;
  const asked: string[] = [];

  beforeAll(async () => {
    house = await buildEngine();
    server = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await house.close();
  });

  const connector = (): ConnectorDefinition => ({
    ...connectorOf('idosell'), journal: { stream: 'orders', keepMs: 1, meaning: () => null, pollMs: () => 60_000, rereadMs: () => 0 },
    open: (context) => {
      const ask: FindByPhone = async (phone, signal) => {
        asked.push(phone);
        await context.http.request({ method: 'GET', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, signal });
        return await (find ?? (() => Promise.resolve([])))(phone, signal);
      };
      return { ...connectorOf('idosell').open(context), ...(find === undefined ? {} : { findByPhone: ask }) };
    },
  });
  const engine = (more: Partial<Engine> = {}): Engine => ({ ...one.account.engine.sync, ...more });

  beforeEach(async () => {
    const built = await buildRelay(house);
    one = { ...built, account: withEngine(built.account, { sync: { ...built.account.engine.sync, connectors: connector } }) };
    await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: one.source.id, name: 'credentials', value: { address: 'http://127.0.0.1:9', key: 'an-invented-key-of-the-panel', version: 'v8' } });
    runId = await openRunRow(house, one.source.id, 'journal');
    find = () => Promise.resolve([]);
    asked.length = 0;
  });
  afterEach(async () => {
    await expectSums(one, one.routeId);
    await one.account.sandbox.stop();
  });

  const look = (more: Partial<Engine> = {}, signal = new AbortController().signal): Promise<LookedUp> => lookUpPhones(engine(more), { runId, signal });
  const inbox = (): Promise<unknown[]> => house.dataSource.query(`select stream, external_id, origin from inbox where integration_id = $1 and stream = 'orders' order by 2`, [one.source.id]);
  const lookUps = (): Promise<unknown[]> => house.dataSource.query(`select phone, state, hits, looks from phone_lookup where integration_id = $1 order by 1`, [one.source.id]);
  const requests = async (): Promise<number> => (await house.dataSource.query<{ requests: number }[]>(`select requests::int as requests from run where id = $1`, [runId]))[0]?.requests ?? 0;

  it('are asked about; what is found is read by id, and the order is told once that is stored', async () => {
    await relay(one, [allegro('2')]);
    find = () => Promise.resolve(['1', '2', '7', '8']);
    await house.dataSource.query(`insert into absent_record (integration_id, stream, external_id) values ($1, 'orders', '7')`, [one.source.id]);
    await house.dataSource.query(
      `insert into reject (id, workspace_id, integration_id, stream, stage, external_id, run_id, part_id, reason, message, fix) values ($1, $2, $3, 'orders', 'map', '8', $4, $4, 'x', '{}', '{}')`,
      [newId(), house.workspaceId, one.source.id, runId],
    );
    expect(await look()).toEqual({ left: 0, waitMs: 0 });
    expect([asked, await inbox(), await lookUps(), await requests()]).toEqual([[PHONE], [{ stream: 'orders', external_id: '1', origin: 'dependent' }], [{ phone: PHONE, state: 'done', hits: 4, looks: 1 }], 1]);
    expect(await exclusionsOf(one, '2')).toEqual(['contact: email_search_waits']);
    await relay(one, [shop('1')]);
    expect(eventsAt(one, HALINA, 'PURCHASE')).toHaveLength(2);
  });

  it('about which nothing is known leave their orders out, for everybody who waited', async () => {
    await relay(one, [allegro('2'), allegro('3'), allegro('4', '602000000')]);
    expect(await look()).toEqual({ left: 0, waitMs: 0 });
    await deliverAll(one.account);
    for (const id of ['2', '3', '4']) expect(await exclusionsOf(one, id)).toEqual(['contact: email_not_found']);
    expect([[...asked].sort(), await inbox()]).toEqual([[PHONE, '+48602000000'], []]);
    expect([await look(), asked.length]).toEqual([{ left: 0, waitMs: 0 }, 2]);
  });

  it('of a platform that has no such look-up are settled without a request', async () => {
    await relay(one, [allegro('2')]);
    find = undefined;
    expect([await look(), await requests()]).toEqual([{ left: 0, waitMs: 0 }, 0]);
    await deliverAll(one.account);
    expect(await exclusionsOf(one, '2')).toEqual(['contact: email_not_found']);
  });

  it('are asked about a few at a time', async () => {
    await relay(one, Array.from({ length: 8 }, (_, n) => allegro(`a${String(n)}`, `60300000${String(n)}`)));
    expect([await look(), asked.length]).toEqual([{ left: 3, waitMs: 0 }, 5]);
    expect([await look(), asked.length]).toEqual([{ left: 0, waitMs: 0 }, 8]);
  });

  it('the platform cannot answer about do not stand in the way of others', async () => {
    await relay(one, Array.from({ length: 3 }, (_, n) => allegro(`a${String(n)}`, `60300000${String(n)}`)));
    const refused = '+48603000000';
    find = (phone) => (phone === refused ? Promise.reject(new Failure({ kind: 'configuration_invalid', code: 'request_refused', message: { pl: 'x', en: 'x' } })) : Promise.resolve([]));
    for (let turn = 0; turn < 2; turn += 1) await expect(look()).rejects.toThrow();
    expect(await lookUps()).toMatchObject([{ phone: refused, state: 'due' }, { state: 'done' }, { state: 'done' }]);
  });

  it('rest as long as the platform wants, and go on where they stopped', async () => {
    await relay(one, [allegro('2'), allegro('3', '602000000')]);
    find = () => (asked.length === 1 ? Promise.resolve([]) : Promise.reject(new Failure({ kind: 'rate_limited', message: { pl: 'x', en: 'x' }, retryAfterMs: 61_000 })));
    expect(await look()).toEqual({ left: 1, waitMs: 61_000 });
    find = () => Promise.resolve([]);
    expect([await look(), asked.length]).toEqual([{ left: 0, waitMs: 0 }, 3]);
  });

  it.each(['page-fetched', 'page-committed'])('survive a process that is killed at %s: nothing is lost and nobody told twice', async (place) => {
    await relay(one, [allegro('2')]);
    find = () => Promise.resolve(['1']);
    await expect(look({ failpoint: (name) => { if (name === place) throw new Error('killed'); } })).rejects.toThrow('killed');
    await look();
    expect([await inbox(), await lookUps()]).toEqual([[{ stream: 'orders', external_id: '1', origin: 'dependent' }], [{ phone: PHONE, state: 'done', hits: 1, looks: 1 }]]);
    await relay(one, [shop('1')]);
    expect(eventsAt(one, HALINA, 'PURCHASE')).toHaveLength(2);
  });

  it('are not asked about while somebody wants the run to hold, or it has ended', async () => {
    await relay(one, [allegro('2')]);
    for (const change of [`desired = 'pause'`, `desired = 'stop'`, `desired = 'run', state = 'complete'`]) {
      await house.dataSource.query(`update run set ${change} where id = $1`, [runId]);
      expect(await look()).toEqual({ left: 0, waitMs: 0 });
    }
    expect([asked, await lookUps()]).toEqual([[], [{ phone: PHONE, state: 'due', hits: null, looks: 0 }]]);
  });

  it('are left alone when somebody pauses while the platform is asked, and the caller may stop it', async () => {
    await relay(one, [allegro('2'), allegro('3', '602000000')]);
    const hang: FindByPhone = (_phone, signal) => new Promise((_resolve, reject) => { if (signal.aborted) reject(signal.reason as Error); signal.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true }); });
    find = async (phone, signal) => {
      await house.dataSource.query(`update run set desired = 'pause' where id = $1`, [runId]);
      return await hang(phone, signal);
    };
    expect(await look()).toEqual({ left: 2, waitMs: 0 });
    await house.dataSource.query(`update run set desired = 'run' where id = $1`, [runId]);
    const stop = new AbortController();
    find = (phone, signal) => { stop.abort(); return hang(phone, signal); };
    await expect(look({}, stop.signal)).rejects.toThrow();
    expect(await lookUps()).toMatchObject([{ state: 'due' }, { state: 'due' }]);
  });

  it('and an order that begins to wait at that very moment never miss each other', async () => {
    for (let round = 0; round < 8; round += 1) {
      const phone = `6080000${String(10 + round)}`;
      await relay(one, [allegro(`a${String(round)}`, phone)]);
      await store(house, one.source, [allegro(`b${String(round)}`, phone)]);
      await Promise.all([look(), deliverAll(one.account)]);
      await deliverAll(one.account);
      expect([await exclusionsOf(one, `a${String(round)}`), await exclusionsOf(one, `b${String(round)}`)]).toEqual([['contact: email_not_found'], ['contact: email_not_found']]);
    }
  });

  it.each<[string, () => Error]>([
    ['a failure', () => new Failure({ kind: 'platform_defect', code: 'odd', message: { pl: `Numer ${PHONE}`, en: `Number ${PHONE}` }, detail: 'phone=601 234 567', context: { phone: PHONE } })],
    ['a fault', () => new TypeError(`cannot read 601234567`)],
  ])('are never repeated by %s', async (_what, made) => {
    await relay(one, [allegro('2')]);
    find = () => Promise.reject(made());
    const thrown = await look().then(() => null, (error: unknown) => error);
    expect(thrown).toBeInstanceOf(Failure);
    expect(`${JSON.stringify(thrown)} ${String(thrown)}`.replace(/[\s-]/gu, '')).not.toContain('601234567');
    expect(await lookUps()).toMatchObject([{ state: 'due' }]);
  });
});
