import { ask, auth, good, OWNER, v3, type Reply } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

const EMAIL = 'a@example.com';
const ADD = 'v2/contact/addContactExtEvent';
const add = (): Promise<Reply> => ask(sandbox, ADD, { email: EMAIL, contactEvent: { date: 1, contactExtEventType: 'PURCHASE', externalId: 'N-1' } });
const events = (): number => sandbox.control.counts().events;

describe('a lost answer', () => {
  it('before the commit leaves nothing', async () => {
    sandbox.control.setFault({ kind: 'lost-before', times: 1 });
    await expect(add()).rejects.toThrow();
    expect(sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
    expect((await add()).status).toBe(200);
  });

  it.each(['lost-after', 'half-body'] as const)('%s leaves all, so that a repetition is a duplicate', async (kind) => {
    sandbox.control.setFault({ kind, times: 1 });
    await expect(add()).rejects.toThrow();
    expect(events()).toBe(1);
    await add();
    expect(sandbox.control.transactions().duplicates).toEqual([{ externalId: 'N-1', type: 'PURCHASE', count: 2 }]);
  });

  it('may be committed after the connection was cut', async () => {
    sandbox.control.setFault({ kind: 'late-commit', ms: 300, times: 1 });
    await expect(add()).rejects.toThrow();
    expect(events()).toBe(0);
    await sandbox.control.idle();
    expect(events()).toBe(1);
  });

  it('is counted by call and kind since the faults were set', async () => {
    sandbox.control.setFault([{ kind: 'lost-after', times: 1 }, { kind: 'lost-before', times: 1 }]);
    await expect(add()).rejects.toThrow();
    await expect(add()).rejects.toThrow();
    await add();
    expect(sandbox.control.faultHits()).toEqual({ 'v2/contact/addContactExtEvent lost-after': 1, 'v2/contact/addContactExtEvent lost-before': 1 });
    sandbox.control.setFault(null);
    expect(sandbox.control.faultHits()).toEqual({});
  });

  it('loses a batch in the same way', async () => {
    sandbox.control.setFault({ kind: 'lost-after', resource: 'contact/batchupsertv2' });
    await expect(ask(sandbox, 'contact/batchupsertv2', { upsertDetails: [{ contact: { email: EMAIL } }] })).rejects.toThrow();
    await sandbox.control.idle();
    expect(sandbox.control.emails()).toEqual([EMAIL]);
  });
});

describe('a slow answer', () => {
  /** The client gives up as soon as the request has arrived. */
  async function givenUp(): Promise<void> {
    const patience = new AbortController();
    sandbox.control.onRequest(() => { setImmediate(() => { patience.abort(); }); });
    const body = JSON.stringify({ ...auth(sandbox), owner: OWNER, email: EMAIL, contactEvent: { date: 1, contactExtEventType: 'PURCHASE' } });
    await expect(fetch(`${sandbox.url}/api/${ADD}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, signal: patience.signal })).rejects.toThrow();
  }

  it('is stored at once', async () => {
    sandbox.control.setFault({ kind: 'slow', ms: 300_000 });
    await givenUp();
    expect(events()).toBe(1);
  });

  it('of a slow commit is stored when nobody waits any more', async () => {
    sandbox.control.setFault({ kind: 'slow-commit', ms: 400 });
    await givenUp();
    expect(events()).toBe(0);
    await sandbox.control.idle();
    expect(events()).toBe(1);
  });

  it('never comes and stores nothing when it hangs', async () => {
    sandbox.control.setFault({ kind: 'hang' });
    await givenUp();
    await sandbox.control.idle();
    expect([events(), sandbox.control.stats().byStatus['200']]).toEqual([0, undefined]);
  });

  it('comes after its time', async () => {
    sandbox.control.setFault({ kind: 'slow', ms: 20 });
    const before = performance.now();
    expect((await add()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(15);
  });
});

describe('an answer of its own', () => {
  it.each([
    [{ kind: 'status-429' as const }, 429, undefined], [{ kind: 'status-429' as const, retryAfter: 7 }, 429, '7'], [{ kind: 'status-500' as const }, 500, undefined], [{ kind: 'status-502' as const }, 502, undefined],
    [{ kind: 'status-503' as const, retryAfter: 'Sat, 31 Oct 2026 12:00:00 GMT' }, 503, 'Sat, 31 Oct 2026 12:00:00 GMT'], [{ kind: 'status-504' as const }, 504, undefined], [{ kind: 'html' as const }, 200, undefined],
  ])('%j is a page and stores nothing, unless it is told to', async (fault, status, retry) => {
    sandbox.control.setFault({ ...fault, times: 1 });
    const reply = await add();
    expect([reply.status, reply.headers['content-type'], reply.headers['retry-after'], events()]).toEqual([status, 'text/html; charset=utf-8', retry, 0]);
    sandbox.control.setFault({ ...fault, commit: true, times: 1 });
    expect([(await add()).status, events()]).toEqual([status, 1]);
  });

  it('refuses with the given text and status 200', async () => {
    sandbox.control.setFault({ kind: 'refuse', text: 'User not authenticated' });
    const reply = await add();
    expect([reply.status, reply.body, events()]).toEqual([200, { success: false, message: ['User not authenticated'] }, 0]);
  });
});

describe('which requests are hit', () => {
  it('so many, of one endpoint, v3 as well', async () => {
    sandbox.control.setFault([{ kind: 'status-500', resource: ADD, times: 2 }, { kind: 'status-503', resource: 'v3/product/catalogList' }]);
    await good(sandbox, 'user/listByClient');
    expect([(await add()).status, (await add()).status, (await add()).status, (await v3(sandbox, 'GET product/catalogList')).status]).toEqual([500, 500, 200, 503]);
  });

  it('by probability, the same for the same seed', async () => {
    const pattern = async (seed?: number): Promise<string> => {
      sandbox.control.setFault({ kind: 'status-500', probability: 0.5 }, seed);
      let text = '';
      for (let n = 0; n < 40; n += 1) text += (await ask(sandbox, 'user/listByClient')).status === 500 ? 'x' : '.';
      return text;
    };
    const [first, again, other] = [await pattern(3), await pattern(3), await pattern(4)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(first).toMatch(/x.*\.|\..*x/);
  });

  it.each([[true, true], [false, false]])('above the rate, with Retry-After: %p', async (retryAfter, given) => {
    sandbox.control.setRate(2, retryAfter);
    const replies = [await add(), await add(), await add()];
    expect([replies.map((reply) => reply.status), replies[2]?.headers['retry-after'] !== undefined, events()]).toEqual([[200, 200, 429], given, 2]);
  });
});
