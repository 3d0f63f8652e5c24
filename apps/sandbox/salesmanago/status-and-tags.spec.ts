import { good, listed, refusal, type Row } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
beforeEach(async () => {
  sandbox = await startSalesmanagoSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

const EMAIL = 'a@example.com';
const QUIET = { forceOptIn: false, forceOptOut: false, forcePhoneOptIn: false, forcePhoneOptOut: false, useApiDoubleOptIn: false };
const upsert = (record: Row): Promise<Row> => good(sandbox, 'contact/upsert', { contact: { email: EMAIL }, ...record });
const status = async (): Promise<readonly unknown[]> => {
  const row = await listed(sandbox, EMAIL);
  return [row?.['optedOut'], row?.['optedOutPhone']];
};

describe('status', () => {
  it('of a new contact without flags is out, or as the account is set', async () => {
    await upsert(QUIET);
    expect(await status()).toEqual([true, true]);
    sandbox.control.configure({ newContacts: 'opted-in' });
    await good(sandbox, 'contact/upsert', { contact: { email: 'b@example.com' }, ...QUIET });
    expect(await listed(sandbox, 'b@example.com')).toMatchObject({ optedOut: false, optedOutPhone: false });
  });

  it('stays without flags and goes each way with them, e-mail and phone apart', async () => {
    await upsert({ ...QUIET, forceOptIn: true });
    expect(await status()).toEqual([false, true]);
    await upsert(QUIET);
    expect(await status()).toEqual([false, true]);
    await upsert({ ...QUIET, forcePhoneOptIn: 'true' });
    await upsert({ ...QUIET, forceOptOut: true });
    expect(await status()).toEqual([true, false]);
    await upsert({ ...QUIET, forcePhoneOptOut: true });
    expect(await status()).toEqual([true, true]);
  });

  it.each(['force', 'forcePhone'])('%s in both directions is refused and changes nothing', async (prefix) => {
    await upsert({ ...QUIET, forceOptIn: true });
    expect(await refusal(sandbox, 'contact/upsert', { contact: { email: EMAIL, name: 'X' }, [`${prefix}OptIn`]: true, [`${prefix}OptOut`]: true })).toContain(prefix);
    expect(await listed(sandbox, EMAIL)).toMatchObject({ name: null, optedOut: false, optedOutPhone: true });
  });

  it('sends a confirmation mail at every opt-in that does not switch it off, and waits for the click', async () => {
    await upsert({ forceOptIn: true });
    await upsert({ forceOptIn: true, useApiDoubleOptIn: true });
    expect([await status(), sandbox.control.counters().confirmationMails, sandbox.control.contact(EMAIL)]).toMatchObject([[true, true], 2, { confirmationMails: 2, unconfirmed: true }]);
    sandbox.control.confirm(EMAIL);
    expect(await status()).toEqual([false, true]);
    expect(() => { sandbox.control.confirm(EMAIL); }).toThrow();
    await upsert({ forceOptIn: true });
    expect([await status(), sandbox.control.counters().confirmationMails]).toEqual([[false, true], 3]);
    await upsert({ forceOptIn: true, useApiDoubleOptIn: false });
    await upsert({});
    expect(sandbox.control.counters().confirmationMails).toBe(3);
  });

  it('changes by the calls of its own, for known contacts only', async () => {
    const { contactId } = await upsert(QUIET);
    expect(await good(sandbox, 'contact/optin', { email: EMAIL, owner: null })).toEqual({ success: true, message: [], contactId });
    await good(sandbox, 'contact/phoneoptin', { contactId });
    expect(await status()).toEqual([false, false]);
    await good(sandbox, 'contact/phoneoptout', { email: EMAIL });
    expect(await good(sandbox, 'contact/batchoptout', { emails: [EMAIL, 'nobody@example.com', 'bad'] })).toMatchObject({ contactIds: { [EMAIL]: contactId } });
    expect(await status()).toEqual([true, true]);
    expect(Object.keys((await good(sandbox, 'contact/batchoptin', { emails: [EMAIL, 'nobody@example.com'] }))['contactIds'] as Row)).toEqual([EMAIL]);
    expect(await refusal(sandbox, 'contact/optout', { email: 'nobody@example.com' })).toBe('Contact not found');
  });
});

describe('tags', () => {
  it.each([
    ['Odzież męska', 'ODZIEZ MESKA'], ['Łódź', 'LODZ'], ['a!b#c$d&e*f', 'A_B_C_D_E_F'], ['NOWY_KLIENT', 'NOWY_KLIENT'], ['  x-1 (y) [z] {q}  ', 'X-1 (Y) [Z] {Q}'], ['50%', '50_'],
  ])('%p is stored as %p', async (sent, stored) => {
    await upsert({ tags: [sent] });
    expect(((await listed(sandbox, EMAIL))?.['contactTags'] as Row[]).map((row) => [row['tag'], row['tagName'], row['tagWithScore']])).toEqual([[stored, stored, `${stored} (1)`]]);
  });

  it('split at a comma, add up, and go only by removal, which wins', async () => {
    await upsert({ tags: ['a,b, c', 'A'] });
    await upsert({ tags: ['d'] });
    expect(sandbox.control.contact(EMAIL)?.tags).toEqual(['A', 'B', 'C', 'D']);
    await upsert({ tags: ['e', 'b'], removeTags: ['b', 'Ć'] });
    await upsert({ removeTags: 'd' });
    expect(sandbox.control.contact(EMAIL)?.tags).toEqual(['A', 'E']);
    await good(sandbox, 'contact/managetags', { email: EMAIL, tags: ['F'], removeTags: ['a'] });
    expect([sandbox.control.contact(EMAIL)?.tags, await good(sandbox, 'contact/tags')]).toEqual([['E', 'F'], {
      success: true, message: [], tags: ['A', 'B', 'C', 'D', 'E', 'F'].map((tag) => ({ tag, numberOfTagged: ['E', 'F'].includes(tag) ? 1 : 0 })),
    }]);
  });

  it('score higher when repeated with scoring only', async () => {
    await upsert({ tags: ['A'] });
    await upsert({ tags: ['a'] });
    await upsert({ tags: ['A'], tagScoring: true });
    expect((await listed(sandbox, EMAIL))?.['contactTags']).toMatchObject([{ tag: 'A', score: 2, tagWithScore: 'A (2)' }]);
  });
});

describe('workflows', () => {
  it('start once for a contact, once for each tag that is new to it, and ask nobody in a plain upsert', async () => {
    await upsert({ tags: ['A'], fireEvents: false });
    await upsert({ tags: ['A', 'B'] });
    expect(sandbox.control.counters()).toMatchObject({ contactsCreated: 1, workflowsByContacts: 1, workflowsByTags: 2, workflowsByEvents: 0 });
  });

  it('do not start for contacts that were planted', () => {
    sandbox.control.plant({ contact: { email: EMAIL }, tags: ['A'], forceOptIn: true });
    expect(sandbox.control.counters()).toMatchObject({ workflowsByContacts: 0, workflowsByTags: 0, confirmationMails: 0 });
    expect(sandbox.control.contact(EMAIL)).toMatchObject({ optedOut: false, tags: ['A'] });
  });
});
