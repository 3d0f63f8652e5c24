import { ask, good, listed, OWNER, refusal, type Row } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

let sandbox: SalesmanagoSandbox;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-02T10:00:00.400Z');
  sandbox = await startSalesmanagoSandbox({ now: () => now });
});
afterEach(async () => {
  await sandbox.stop();
});

const EMAIL = 'anna.nowak@example.pl';
const upsert = (record: Row, email = EMAIL): Promise<Row> => good(sandbox, 'contact/upsert', { useApiDoubleOptIn: false, ...record, contact: { email, ...(record['contact'] as Row | undefined) } });

describe('upsert', () => {
  it('gives id and external id, and keeps one contact whatever the letters are', async () => {
    const first = await upsert({ contact: { externalId: 'K-1' } });
    const again = await upsert({}, 'Anna.NOWAK@Example.pl');
    expect(again).toEqual({ success: true, message: [], contactId: first['contactId'], externalId: 'K-1' });
    expect(sandbox.control.emails()).toEqual([EMAIL]);
  });

  it('keeps what is omitted or null, in the address as well', async () => {
    await upsert({ contact: { phone: '+48600100200', name: 'Anna Nowak', address: { city: 'Kraków', zipCode: '31-227' } }, province: 'małopolskie', birthday: '19911108', properties: { klub: 'srebrny', rok: '2024' } });
    await upsert({ contact: { fax: '1', name: null, address: { city: 'Rzeszów' } }, properties: { klub: 'złoty' } });
    expect(await listed(sandbox, EMAIL)).toMatchObject({
      phone: '+48600100200', name: 'Anna Nowak', fax: '1', address: { streetAddress: null, zipCode: '31-227', city: 'Rzeszów', country: null }, province: 'małopolskie',
      birthdayYear: '1991', birthdayMonth: '11', birthdayDay: '8', properties: [{ name: 'klub', value: 'złoty' }, { name: 'rok', value: '2024' }],
    });
  });

  it('loses a value to an empty text, unless it is set to keep it', async () => {
    await upsert({ contact: { name: 'Anna Nowak', phone: '1' }, properties: { klub: 'srebrny' } });
    sandbox.control.configure({ emptyText: 'keep' });
    await upsert({ contact: { phone: '' } });
    expect((await listed(sandbox, EMAIL))?.['phone']).toBe('1');
    sandbox.control.configure({ emptyText: 'clear' });
    await upsert({ contact: { name: '' }, properties: { klub: '' } });
    expect(await listed(sandbox, EMAIL)).toMatchObject({ name: null, properties: [] });
  });

  it('moves to a new address with its id; an empty one is no change', async () => {
    const { contactId } = await upsert({ tags: ['A'] });
    await upsert({ newEmail: '' });
    expect((await upsert({ newEmail: 'Anna@Example.com' }))['contactId']).toBe(contactId);
    expect([sandbox.control.emails(), sandbox.control.contact('anna@example.com')?.tags, await listed(sandbox, EMAIL)]).toEqual([['anna@example.com'], ['A'], undefined]);
  });

  it('refuses a new address somebody has, or merges', async () => {
    await upsert({ tags: ['OLD'] });
    await upsert({ tags: ['NEW'] }, 'b@example.com');
    await good(sandbox, 'v2/contact/addContactExtEvent', { email: EMAIL, contactEvent: { date: 1, contactExtEventType: 'OTHER' } });
    expect(await refusal(sandbox, 'contact/upsert', { contact: { email: EMAIL, name: 'X' }, newEmail: 'b@example.com' })).toBe('Contact with new email already exists');
    expect((await listed(sandbox, EMAIL))?.['name']).toBeNull();
    sandbox.control.configure({ newEmailConflict: 'merge' });
    await upsert({ newEmail: 'b@example.com' });
    const kept = sandbox.control.contact('b@example.com');
    expect([sandbox.control.emails(), kept?.tags, kept?.events.length]).toEqual([['b@example.com'], ['NEW', 'OLD'], 1]);
    expect(await good(sandbox, 'contact/updateContactExtEvent', { contactEvent: { eventId: kept?.events[0]?.eventId, date: 2, contactExtEventType: 'OTHER' } })).toBeDefined();
  });

  it.each([
    [{}, 'No email specified'], [{ email: '' }, 'No email specified'], [{ email: 'anna' }, 'Invalid email address'], [{ email: 'a b@example.pl' }, 'Invalid email address'], [{ email: ' a@example.pl' }, 'Invalid email address'],
    [{ email: `${'a'.repeat(65)}@example.pl` }, 'Invalid email address'], [{ email: `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(10)}.pl` }, 'Invalid email address'],
    [{ email: 'a@example.pl', state: 'customer' }, 'Invalid contact state'], [{ contactId: 'nobody' }, 'Contact not found'],
  ])('refuses %j', async (contact, text) => {
    expect(await refusal(sandbox, 'contact/upsert', { contact })).toBe(text);
    expect(sandbox.control.counts().contacts).toBe(0);
  });

  it('takes the longest address there may be, and the id instead of it', async () => {
    const { contactId } = await upsert({}, `${'a'.repeat(64)}@example.pl`);
    expect((await good(sandbox, 'contact/upsert', { contact: { contactId, name: 'X' } }))['contactId']).toBe(contactId);
  });

  it('refuses consents the panel does not have, and loyalty programmes', async () => {
    const consentDetails = [{ consentName: 'ZGODA', consentAccept: true }];
    expect(await refusal(sandbox, 'contact/upsert', { contact: { email: EMAIL }, consentDetails })).toBe('Consent does not exist');
    expect(await refusal(sandbox, 'contact/upsert', { contact: { email: EMAIL }, loyaltyProgram: 'klub' })).toBe('Loyalty program does not exist');
    sandbox.control.configure({ consents: ['ZGODA'] });
    await upsert({ consentDetails });
    expect((await listed(sandbox, EMAIL))?.['consents']).toEqual([{ ...consentDetails[0], agreementDate: Date.parse('2026-11-02T10:00:00Z') }]);
  });

  it('reads a birthday without a year, and passes over what is none', async () => {
    await upsert({ birthday: '0229' });
    expect(await listed(sandbox, EMAIL)).toMatchObject({ birthdayYear: null, birthdayMonth: '2', birthdayDay: '29' });
    await upsert({ birthday: '1991-11-08' });
    await upsert({ birthday: '19910230' });
    expect(await listed(sandbox, EMAIL)).toMatchObject({ birthdayYear: null, birthdayMonth: '2', birthdayDay: '29' });
  });

  it('inserts only unknown addresses and updates only known ones', async () => {
    expect(await refusal(sandbox, 'contact/update', { email: EMAIL, contact: { name: 'X' } })).toBe('Contact not found');
    await good(sandbox, 'contact/insert', { contact: { email: EMAIL } });
    expect(await refusal(sandbox, 'contact/insert', { contact: { email: EMAIL } })).toBe('Contact already exists');
    await good(sandbox, 'contact/update', { email: EMAIL, contact: { name: 'X' } });
    expect((await listed(sandbox, EMAIL))?.['name']).toBe('X');
  });
});

describe('removal', () => {
  it('keeps a removed contact, which the next write brings back with all it had', async () => {
    await upsert({ tags: ['A'] });
    expect(await good(sandbox, 'contact/delete', { email: EMAIL, permanently: false })).toEqual({ success: true, message: [], result: null });
    expect([(await listed(sandbox, EMAIL))?.['deleted'], (await good(sandbox, 'contact/hasContact', { email: EMAIL }))['result']]).toEqual([true, true]);
    await upsert({ contact: { name: 'X' } });
    expect([await listed(sandbox, EMAIL), sandbox.control.counters()]).toMatchObject([{ deleted: false }, { contactsRestored: 1, contactsCreated: 1, workflowsByContacts: 1 }]);
    expect(sandbox.control.contact(EMAIL)?.tags).toEqual(['A']);
  });

  it.each(['v2/contact/addContactExtEvent', 'v2/contact/addBatchContactExtEvent'])('%s brings it back too', async (endpoint) => {
    await upsert({});
    sandbox.control.setCard(EMAIL, { removed: true });
    const event = { email: EMAIL, contactEvent: { date: 1, contactExtEventType: 'OTHER' } };
    await good(sandbox, endpoint, { ...event, events: [event] });
    expect(sandbox.control.contact(EMAIL)?.deleted).toBe(false);
  });

  it('leaves nothing after a permanent one, and the same address is new then', async () => {
    const { contactId } = await upsert({ tags: ['A'] });
    await good(sandbox, 'contact/delete', { email: EMAIL, permanently: true });
    expect(await good(sandbox, 'contact/hasContact', { email: EMAIL })).toEqual({ success: true, message: [], result: false, contactId: null });
    expect((await upsert({}))['contactId']).not.toBe(contactId);
    expect([sandbox.control.counters().workflowsByContacts, sandbox.control.contact(EMAIL)?.tags]).toEqual([2, []]);
  });

  it('purges removed contacts at night', async () => {
    await upsert({});
    await upsert({}, 'b@example.com');
    sandbox.control.setCard(EMAIL, { removed: true });
    expect([sandbox.control.purgeRemoved(), sandbox.control.emails()]).toEqual([1, ['b@example.com']]);
  });
});

describe('reads', () => {
  it('leave out unknown contacts, give each once, and in their own order', async () => {
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) await upsert({}, email);
    const { contacts } = await good(sandbox, 'contact/list', { email: ['c@example.com', 'nobody@example.com', 'A@example.com', 'c@example.com'] });
    expect((contacts as Row[]).map((row) => row['email'])).toEqual(['a@example.com', 'c@example.com']);
  });

  it('take 50 contacts at most, or answer the first 50', async () => {
    const email = Array.from({ length: 51 }, (_, n) => `a${String(n)}@example.com`);
    for (const one of email) sandbox.control.plant({ contact: { email: one } });
    expect(await refusal(sandbox, 'contact/list', { email })).toBe('email has too many elements, maximum 50');
    sandbox.control.configure({ limits: 'cut' });
    expect((await good(sandbox, 'contact/list', { email }))['contacts']).toHaveLength(50);
  });

  it('find by id, long and short', async () => {
    const { contactId } = await upsert({ contact: { name: 'Anna' } });
    const { contacts: [long] } = (await good(sandbox, 'contact/listById', { contactId: [contactId] })) as { contacts: Row[] };
    const { contacts: [short] } = (await good(sandbox, 'contact/basicById', { id: [contactId] })) as { contacts: Row[] };
    expect([long?.['id'], long?.['contactId'], short?.['id'], short?.['contactId']]).toEqual([contactId, undefined, undefined, contactId]);
    expect((await good(sandbox, 'contact/basic', { email: [EMAIL] }))['contacts']).toEqual([short]);
  });

  it('stamp whole seconds: a window that begins within the second misses the contact', async () => {
    await upsert({});
    const ids = async (from: number | string): Promise<number> => ((await good(sandbox, 'contact/createdContacts', { from, to: now + 1000 }))['createdContacts'] as Row[]).length;
    expect([await ids('2026-11-02T10:00:00Z'), await ids(now)]).toEqual([1, 0]);
  });

  it('page through what was modified; tags alone modify nothing', async () => {
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) await upsert({}, email);
    const [from, to] = [now - 1000, now + 1000];
    const page = (number: number): Promise<Row> => good(sandbox, 'contact/paginatedModifiedContacts', { from, to, page: number, size: 2 });
    expect([await page(1), await page(2)]).toMatchObject([{ hasMore: true, modifiedContacts: [{ email: 'a@example.com' }, { email: 'b@example.com' }] }, { hasMore: false, modifiedContacts: [{ email: 'c@example.com' }] }]);
    expect(await refusal(sandbox, 'contact/paginatedModifiedContacts', { from, to, page: 0, size: 2 })).toBe('Invalid page');
    expect(await refusal(sandbox, 'contact/paginatedModifiedContacts', { from, to, page: 1, size: 1001 })).toBe('Invalid size');
    now += 60_000;
    await good(sandbox, 'contact/managetags', { email: 'a@example.com', tags: ['X'] });
    await good(sandbox, 'contact/optin', { email: 'b@example.com' });
    expect((await good(sandbox, 'contact/modifiedContacts', { from: now - 1000, to: now }))['modifiedContacts']).toMatchObject([{ email: 'b@example.com' }]);
    expect(await refusal(sandbox, 'contact/modifiedContacts', { to })).toBe('Invalid date range');
  });

  it('need an owner where the owner counts', async () => {
    expect((await ask(sandbox, 'contact/list', { owner: '', email: [EMAIL] })).body['success']).toBe(false);
    expect((await good(sandbox, 'contact/listAll', { owner: null, email: [EMAIL] }))['contacts']).toEqual([]);
    expect(sandbox.owner).toBe(OWNER);
  });
});
