import { ask, good, refusal, type Row } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox({ jobDelayMs: null });
});
afterEach(async () => {
  await sandbox.stop();
});

const V2 = 'contact/batchupsertv2';
const record = (email: string, more: Row = {}): Row => ({ contact: { email }, ...more });
const many = (count: number): readonly Row[] => Array.from({ length: count }, (_, n) => record(`a${String(n)}@example.com`));
async function done(): Promise<void> {
  sandbox.control.runJobs();
  await sandbox.control.idle();
}

describe('batchupsertv2', () => {
  it('answers a number and writes later', async () => {
    const reply = await good(sandbox, V2, { upsertDetails: [record('a@example.com'), record('b@example.com')] });
    expect(reply).toEqual({ success: true, message: [], requestId: expect.any(Number) as number });
    expect(sandbox.control.counts().contacts).toBe(0);
    expect(await good(sandbox, 'job/status', { requestId: reply['requestId'] })).toEqual({ success: true, message: ['In progress: 0 of 2'], fileUrl: null });
    await done();
    expect([sandbox.control.emails(), (await good(sandbox, 'job/status', { requestId: reply['requestId'] }))['message']]).toEqual([['a@example.com', 'b@example.com'], ['Finished']]);
    expect(await refusal(sandbox, 'job/status', { requestId: 1 })).toBe('Request not found');
  });

  it('writes by itself after the delay, record by record', async () => {
    sandbox.control.setJobDelay(1, 1);
    await good(sandbox, V2, { upsertDetails: many(20) });
    const seen = new Set<number>();
    while (sandbox.control.counts().contacts < 20) {
      seen.add(sandbox.control.counts().contacts);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen.size).toBeGreaterThan(3);
  });

  it('passes over invalid records in silence', async () => {
    const { requestId } = await good(sandbox, V2, { upsertDetails: [record('a@example.com'), record('bad'), {}, record('b@example.com', { forceOptIn: true, forceOptOut: true }), record('c@example.com')] });
    await done();
    expect([sandbox.control.emails(), sandbox.control.counters().skippedRecords]).toEqual([['a@example.com', 'c@example.com'], 3]);
    expect((await good(sandbox, 'job/status', { requestId }))['message']).toEqual(['Finished']);
  });

  it('starts no workflow with fireEvents false, and never the one of a contact that is there', async () => {
    await good(sandbox, V2, { upsertDetails: [record('a@example.com', { tags: ['A'] })], fireEvents: false });
    await done();
    await good(sandbox, 'contact/upsert', record('a@example.com'));
    expect(sandbox.control.counters()).toMatchObject({ contactsCreated: 1, workflowsByContacts: 0, workflowsByTags: 0 });
    await good(sandbox, V2, { upsertDetails: [record('b@example.com', { tags: ['A'] })] });
    await done();
    expect(sandbox.control.counters()).toMatchObject({ contactsCreated: 2, workflowsByContacts: 1, workflowsByTags: 1 });
  });

  it('looks for useApiDoubleOptIn beside the records, not in them', async () => {
    const upsertDetails = [record('a@example.com', { forceOptIn: true, useApiDoubleOptIn: false })];
    await good(sandbox, V2, { upsertDetails });
    await done();
    expect([sandbox.control.counters().confirmationMails, sandbox.control.contact('a@example.com')?.optedOut]).toEqual([1, true]);
    await good(sandbox, V2, { upsertDetails, useApiDoubleOptIn: false });
    await done();
    expect([sandbox.control.counters().confirmationMails, sandbox.control.contact('a@example.com')?.optedOut]).toEqual([1, false]);
  });

  it('gives its language to records without one', async () => {
    await good(sandbox, V2, { lang: 'PL', upsertDetails: [record('a@example.com'), record('b@example.com', { lang: 'en' })] });
    await done();
    expect(['a', 'b'].map((name) => sandbox.control.contact(`${name}@example.com`)?.lang)).toEqual(['PL', 'en']);
  });
});

describe('both batches', () => {
  it.each([V2, 'contact/batchupsert'])('%s takes 1 to 1000 records, or cuts', async (endpoint) => {
    expect([await refusal(sandbox, endpoint, { upsertDetails: [] }), await refusal(sandbox, endpoint, { upsertDetails: many(1001) })]).toEqual(['upsertDetails cannot be empty', 'upsertDetails has too many elements, maximum 1000']);
    sandbox.control.configure({ limits: 'cut' });
    await good(sandbox, endpoint, { upsertDetails: many(1001) });
    await done();
    expect(sandbox.control.counts().contacts).toBe(1000);
  });

  it('batchupsert answers the ids of those it took', async () => {
    const { contactIds } = await good(sandbox, 'contact/batchupsert', { upsertDetails: [record('A@example.com'), record('bad')] });
    expect(contactIds).toEqual({ 'a@example.com': sandbox.control.contact('a@example.com')?.['id'] });
  });
});

describe('addresses no record of which is taken', () => {
  it('fail alone: with a text, in silence, or among failedContacts', async () => {
    sandbox.control.plant(record('x@example.com'));
    sandbox.control.setRefusals([{ address: 'X@example.com', text: 'No' }]);
    const event = { contactEvent: { date: 1, contactExtEventType: 'OTHER' } };
    expect(await refusal(sandbox, 'contact/upsert', record('x@example.com'))).toBe('No');
    expect(await refusal(sandbox, 'v2/contact/addContactExtEvent', { email: 'x@example.com', ...event })).toBe('No');
    expect(await refusal(sandbox, 'contact/managetags', { contactId: sandbox.control.contact('x@example.com')?.['id'], tags: ['A'] })).toBe('No');
    await good(sandbox, V2, { upsertDetails: [record('x@example.com', { tags: ['A'] }), record('y@example.com')] });
    await done();
    expect(await good(sandbox, 'v2/contact/addBatchContactExtEvent', { events: [{ email: 'x@example.com', ...event }, { email: 'y@example.com', ...event }] })).toEqual({
      success: true, message: [], createdAmount: 1, failedAmount: 1, failedContacts: ['x@example.com'],
    });
    expect(sandbox.control.contact('x@example.com')).toMatchObject({ tags: [], events: [] });
    sandbox.control.setRefusals([]);
    await good(sandbox, 'contact/upsert', record('x@example.com'));
  });

  it('spoil the whole batch where they are set so', async () => {
    sandbox.control.setRefusals([{ address: 'x@example.com', whole: true }]);
    for (const endpoint of [V2, 'contact/batchupsert']) expect((await ask(sandbox, endpoint, { upsertDetails: [record('y@example.com'), record('x@example.com')] })).body['success']).toBe(false);
    await done();
    expect(sandbox.control.counts().contacts).toBe(0);
  });
});
