import { good, type Row } from '../spec-client.js';
import { createSalesmanagoSandbox, startSalesmanagoSandbox, type SalesmanagoSandbox } from '../salesmanago-sandbox.js';
import { WriteLine } from '../world/write-line.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function post(name: string, input?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${sandbox.url}/_control/${name}`, { method: 'POST', ...(input === undefined ? {} : { body: JSON.stringify(input) }) });
  return { status: response.status, body: await response.json() };
}

describe('control over HTTP', () => {
  it('does the same, and refuses what it does not know', async () => {
    expect((await post('plant', { record: { contact: { email: 'a@example.com' }, tags: ['A'] } })).status).toBe(200);
    expect(await post('contact', { email: 'a@example.com' })).toMatchObject({ status: 200, body: { result: { email: 'a@example.com', tags: ['A'], events: [] } } });
    expect((await post('plantEvent', { email: 'a@example.com', contactEvent: { date: 1, contactExtEventType: 'CART' } })).status).toBe(200);
    expect((await post('setCard', { email: 'a@example.com', patch: { email: 'in' } })).status).toBe(200);
    expect((await post('setCard', { email: 'nobody@example.com', patch: {} })).status).toBe(400);
    expect((await post('setCard', { email: 'a@example.com', patch: { nothing: 1 } })).status).toBe(400);
    expect((await post('configure', { limits: 'never' })).status).toBe(400);
    expect((await post('setFault', { fault: { kind: 'status-500', times: 1 }, seed: 2 })).status).toBe(200);
    await expect(good(sandbox, 'user/listByClient')).rejects.toThrow('500');
    expect((await post('configure', { deactivated: true })).status).toBe(200);
    await expect(good(sandbox, 'user/listByClient')).rejects.toThrow('Not authenticated');
    expect(await post('counts')).toEqual({ status: 200, body: { result: { contacts: 1, removed: 0, events: 1, catalogs: 1 } } });
    expect((await post('nothing')).status).toBe(404);
  });

  it('offers every operation but the listener', async () => {
    const known = String(((await post('nothing')).body as { error: string }).error);
    for (const name of Object.keys(sandbox.control).filter((one) => one !== 'onRequest')) expect(known).toContain(name);
    expect(known).not.toContain('onRequest');
  });
});

describe('watching', () => {
  it('lets a listener change the account before the answer', async () => {
    sandbox.control.onRequest(() => { sandbox.control.plant({ contact: { email: 'a@example.com' } }); });
    expect((await good(sandbox, 'contact/hasContact', { email: 'a@example.com' }))['result']).toBe(true);
    sandbox.control.onRequest(null);
  });

  it('counts what was written, and when it arrived, refused records of a batch too', async () => {
    await good(sandbox, 'contact/upsert', { contact: { email: 'a@example.com' } });
    await good(sandbox, 'contact/batchupsertv2', { upsertDetails: [{ contact: { email: 'b@example.com' } }, { contact: { email: 'bad' } }] });
    await good(sandbox, 'v2/contact/addContactExtEvent', { email: 'a@example.com', contactEvent: { date: 1, contactExtEventType: 'CART' } });
    await good(sandbox, 'contact/hasContact', { email: 'a@example.com' });
    expect(sandbox.control.writes().map(({ endpoint, contacts, events }) => [endpoint, contacts, events])).toEqual([['contact/upsert', 1, 0], ['contact/batchupsertv2', 2, 0], ['v2/contact/addContactExtEvent', 0, 1]]);
    expect([sandbox.control.mostWrites('contacts', 60_000), sandbox.control.mostWrites('events', 60_000)]).toEqual([3, 1]);
    sandbox.control.resetWrites();
    expect(sandbox.control.writes()).toEqual([]);
  });

  it('begins counters anew', async () => {
    await good(sandbox, 'contact/upsert', { contact: { email: 'a@example.com' }, forceOptIn: true });
    sandbox.control.resetCounters();
    expect(new Set(Object.values(sandbox.control.counters()))).toEqual(new Set([0]));
  });
});

describe('the line of writes', () => {
  const line = (times: readonly (readonly [number, number])[]): WriteLine => {
    const made = new WriteLine();
    for (const [at, contacts] of times) made.add({ at, endpoint: 'contact/upsert', contacts, events: 0 });
    return made;
  };

  it.each([[1, 5], [100, 6], [101, 9], [1000, 10]])('in a window of %i ms has %i contacts at most', (windowMs, most) => {
    // The late commit of a request that arrived early is put where it belongs.
    expect(line([[300, 5], [100, 1], [200, 3], [250, 1]]).most('contacts', windowMs)).toBe(most);
  });

  it('keeps the last 20,000', () => {
    const kept = line(Array.from({ length: 45_000 }, (_, at) => [at, 1] as const)).read();
    expect([kept.length, kept[0]?.at]).toEqual([20_000, 25_000]);
  });
});

describe('the same seed', () => {
  it('gives the same ids', () => {
    const ids = (seed: number): readonly string[] => {
      const { control } = createSalesmanagoSandbox({ seed });
      return ['a', 'b'].map((name) => control.plant({ contact: { email: `${name}@example.com` } } satisfies Row));
    };
    expect(ids(1)).toEqual(ids(1));
    expect(ids(2)).not.toEqual(ids(1));
  });
});
