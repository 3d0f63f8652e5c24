import type { CustomerRecord } from '#libs/domain/records.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import { byIdsOf, calm, failureFrom, openSimulated, readLane, streamNamed, type OpenedAccount, type Read } from '../sdk/conformance-harness.js';
import type { Stream } from '../sdk/stream.js';
import { idosell } from './idosell.connector.js';

let sandbox: IdoSellSandbox;
let account: OpenedAccount;
let nowMs = 0;

async function open(settings: Record<string, unknown> = { clientTags: true }): Promise<void> {
  nowMs = Date.parse('2026-01-15T10:00:00Z');
  sandbox = await startIdoSellSandbox({ clients: 45, orders: 5, subscribers: 0, historyEnd: '2026-01-10T10:00:00Z', shares: { undatedClients: 0.1 }, now: () => nowMs });
  account = openSimulated(idosell, {
    credentials: { address: sandbox.url, key: sandbox.key }, secrets: [sandbox.key], nowMs: () => nowMs, settings: { idField: 'a', lastOrderField: 'b', requestsPerMinute: 3_000, ...settings },
  });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const customers = (): Stream => streamNamed(account.connector, 'customers');
const of = (read: Pick<Read, 'records'>): CustomerRecord[] => read.records.filter((record) => record.kind === 'customer');
const requests = (): number => sandbox.control.stats().requests;
const tagRequests = (): number => sandbox.control.stats().byResource['clients/tags'] ?? 0;

it('come sorted, by name, in every lane that reads clients', async () => {
  await open();
  const [id = 0] = sandbox.control.ids('clients');
  sandbox.control.setTags(id, [{ name: 'stały klient', value: 1 }, { name: 'VIP', value: 7 }, { name: ' VIP', value: 2 }]);
  const wanted = (records: readonly CustomerRecord[]): readonly string[] | undefined => records.find(({ externalId }) => externalId === String(id))?.tags;
  expect(wanted(of(await readLane(customers(), 'backfill')))).toEqual(['VIP', 'stały klient']);
  expect(wanted(of({ records: [...(await byIdsOf(customers()).fetch([String(id)], calm())).records] }))).toEqual(['VIP', 'stały klient']);
  const first = await readLane(customers(), 'delta', { followedSinceMs: nowMs });
  nowMs += 60_000;
  sandbox.control.setTags(id, []);
  sandbox.control.touchClient(id);
  nowMs += 1_200_000;
  expect(wanted(of(await readLane(customers(), 'delta', { saved: first.pages.at(-1)?.cursor ?? null })))).toEqual([]);
});

it('are in no record, and cost nothing, unless the settings want them', async () => {
  await open({});
  expect(of(await readLane(customers(), 'backfill')).some((record) => 'tags' in record)).toBe(false);
  expect(tagRequests()).toBe(0);
});

it('are counted beforehand, one request for each client', async () => {
  await open();
  const estimate = await customers().estimate({ sinceMs: null }, calm());
  const parts = await customers().backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
  const before = requests();
  for (const part of parts) for await (const _page of customers().backfill.read({ ...part, signal: calm() })) continue;
  const took = requests() - before;
  expect(tagRequests()).toBe(45);
  const planned = parts.reduce((sum, part) => sum + (part.requests ?? 0), 0);
  expect(planned).toBeGreaterThanOrEqual(45);
  expect(Math.abs(planned - took)).toBeLessThanOrEqual(4);
  expect(estimate.requests).toBeGreaterThanOrEqual(took - 4);
});

it('show in the weekly look at all clients, which is counted with them', async () => {
  await open();
  const digests = async (): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const part of (await customers().sweep?.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm())) ?? []) {
      expect(part.requests).toBeGreaterThanOrEqual(45);
      for await (const page of customers().sweep?.read({ ...part, signal: calm() }) ?? []) for (const { externalId, digest } of page.entries) found.set(externalId, digest);
    }
    return found;
  };
  const before = await digests();
  const [id = 0] = sandbox.control.ids('clients');
  sandbox.control.setTags(id, [{ name: 'nowy', value: 1 }]);
  const after = await digests();
  expect([...before].filter(([one, digest]) => after.get(one) !== digest).map(([one]) => one)).toEqual([String(id)]);
});

it('are not asked for about people who are left out', async () => {
  await open({ clientTags: true, oneOffClients: false, deliveryAddresses: false });
  const accounts = sandbox.control.ids('clients').filter((id) => sandbox.control.record('clients', id)?.['isUnregistered'] === 'n').length;
  await readLane(customers(), 'backfill');
  expect(tagRequests()).toBe(accounts);
});

it('that the panel cannot give reject their client, and trouble with the panel stops the page', async () => {
  await open();
  sandbox.control.setFault({ kind: 'fault', code: 3, resource: 'clients/tags', times: 1 });
  const read = await readLane(customers(), 'backfill');
  expect(read.rejects.map(({ reason }) => reason)).toEqual(['client_tags_unreadable']);
  sandbox.control.setFault({ kind: 'status-429', retryAfter: 7, resource: 'clients/tags' });
  expect(await failureFrom(() => readLane(customers(), 'backfill'))).toMatchObject({ kind: 'rate_limited', retryAfterMs: 7_000 });
});
