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
const ADD = 'v2/contact/addContactExtEvent';
const BATCH = 'v2/contact/addBatchContactExtEvent';
const purchase = (more: Row = {}): Row => ({ date: 1_741_944_413_000, contactExtEventType: 'PURCHASE', products: '4471,90312', location: 'sklep_pl', value: 248.97, externalId: 'NRW-1', ...more });
const plant = (): string => sandbox.control.plant({ contact: { email: EMAIL } });
const add = (more: Row = {}): Promise<Row> => good(sandbox, ADD, { email: EMAIL, contactEvent: purchase(more) });

describe('adding', () => {
  it('makes a new event each time, and each starts a workflow', async () => {
    plant();
    const [first, again] = [await add(), await add()];
    expect([first['eventId'] === again['eventId'], String(first['eventId'])]).toEqual([false, expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/)]);
    await add({ contactExtEventType: 'RETURN' });
    await good(sandbox, 'contact/addContactExtEvent', { email: EMAIL, contactEvent: purchase({ externalId: 'NRW-2', value: '10' }), fireEvents: false });
    expect([sandbox.control.transactions(), sandbox.control.counters().workflowsByEvents]).toEqual([
      { events: 4, purchases: 3, value: 507.94, unlinked: 0, duplicates: [{ externalId: 'NRW-1', type: 'PURCHASE', count: 2 }] }, 4,
    ]);
  });

  it.each([[{}, true], [{ forceOptIn: true }, false]])('creates an unknown contact with %j: opted out is %p', async (flags, optedOut) => {
    await good(sandbox, ADD, { email: 'New@example.com', ...flags, contactEvent: purchase() });
    expect([sandbox.control.contact('new@example.com'), sandbox.control.counters()]).toMatchObject([{ optedOut, confirmationMails: 0 }, { contactsCreated: 1, workflowsByContacts: 1 }]);
  });

  it('wants a known contact on the older path, and for an id', async () => {
    expect(await refusal(sandbox, 'contact/addContactExtEvent', { email: EMAIL, contactEvent: purchase() })).toBe('Contact not found');
    expect(await refusal(sandbox, ADD, { contactId: 'nobody', contactEvent: purchase() })).toBe('Contact not found');
    await good(sandbox, ADD, { contactId: plant(), contactEvent: purchase() });
    expect(sandbox.control.contact(EMAIL)?.events).toHaveLength(1);
  });

  it('puts unknown contacts and bad events of a batch aside, without ids', async () => {
    const contactId = plant();
    const events = [
      { email: EMAIL, contactEvent: purchase() }, { contactId, contactEvent: purchase() }, { email: 'nobody@example.com', contactEvent: purchase() }, { email: 'nobody@example.com', contactEvent: purchase() },
      { contactId, contactEvent: purchase({ contactExtEventType: 'purchase' }) },
    ];
    expect(await good(sandbox, BATCH, { events })).toEqual({ success: true, message: [], createdAmount: 2, failedAmount: 3, failedContacts: ['nobody@example.com', contactId] });
    sandbox.control.configure({ createdAmountLag: 1 });
    expect(await good(sandbox, 'contact/batchAddContactExtEvent', { events: events.slice(0, 2) })).toMatchObject({ createdAmount: 1, failedAmount: 0 });
    expect(sandbox.control.counts()).toMatchObject({ contacts: 1, events: 4 });
  });

  it('takes 1 to 1000 in a batch, or cuts', async () => {
    plant();
    const events = Array.from({ length: 1001 }, () => ({ email: EMAIL, contactEvent: purchase() }));
    expect([await refusal(sandbox, BATCH, { events: [] }), await refusal(sandbox, BATCH, { events })]).toEqual(['events cannot be empty', 'events has too many elements, maximum 1000']);
    sandbox.control.configure({ limits: 'cut' });
    expect((await good(sandbox, BATCH, { events }))['createdAmount']).toBe(1000);
  });
});

describe('fields', () => {
  it.each([
    [{ date: undefined }, 'Invalid event date'], [{ date: 'yesterday' }, 'Invalid event date'], [{ contactExtEventType: 'purchase' }, 'Invalid contactExtEventType'], [{ contactExtEventType: 'BUY' }, 'Invalid contactExtEventType'],
    [{ description: 'x'.repeat(2049) }, 'description is too long, maximum 2048 characters'], [{ products: 'x'.repeat(513) }, 'products is too long, maximum 512 characters'],
    [{ location: 'x'.repeat(37) }, 'location is too long, maximum 36 characters'], [{ detail20: 'x'.repeat(256) }, 'detail20 is too long, maximum 255 characters'],
    [{ externalId: 'x'.repeat(256) }, 'externalId is too long, maximum 255 characters'], [{ shopDomain: 'x'.repeat(256) }, 'shopDomain is too long, maximum 255 characters'],
    [{ value: 0.1 + 0.2 }, 'value has too many digits'], [{ value: '12345678901234567890' }, 'value has too many digits'], [{ value: '12,50' }, 'value is not a number'],
  ])('%j is refused, for an unknown contact before it is created', async (change, text) => {
    expect(await refusal(sandbox, ADD, { email: EMAIL, contactEvent: purchase(change) })).toBe(text);
    expect(sandbox.control.counts().contacts).toBe(0);
  });

  it('are cut where the account is set so: in the middle of an id', async () => {
    sandbox.control.configure({ limits: 'cut' });
    await add({ products: `${'x'.repeat(510)},777`, value: 0.1 + 0.2, detail1: 'ą'.repeat(300) });
    const [event] = sandbox.control.contact(EMAIL)?.events ?? [];
    expect([event?.texts['products']?.slice(-2), event?.value, event?.texts['detail1']]).toEqual([',7', 0.3, 'ą'.repeat(255)]);
  });

  it.each([['2025-03-14T09:26:53Z', 1_741_944_413_000], [1_741_944_413, 1_741_944_413], ['1741944413000', 1_741_944_413_000]])('date %p is %p', async (date, ms) => {
    await add({ date });
    expect(sandbox.control.contact(EMAIL)?.events[0]?.date).toBe(ms);
  });

  it('keep a location nobody knows, unlinked; none links where there is one e-shop', async () => {
    await add({ location: 'Sklep_pl' });
    await add({ location: undefined });
    expect([sandbox.control.transactions().unlinked, sandbox.control.contact(EMAIL)?.events.map((event) => [event.texts['location'], event.linked])]).toEqual([1, [['Sklep_pl', false], [undefined, true]]]);
  });
});

describe('reading', () => {
  it('shows six fields and no id, unless the account is set so', async () => {
    const { eventId } = await add({ detail1: 'x' });
    const fields = { date: 1_741_944_413_000, contactExtEventType: 'PURCHASE', externalId: 'NRW-1', value: 248.97, products: '4471,90312', location: 'sklep_pl' };
    expect((await listed(sandbox, EMAIL))?.['contactExtEvents']).toEqual([fields]);
    sandbox.control.configure({ showEventIds: true });
    expect((await listed(sandbox, EMAIL))?.['contactExtEvents']).toEqual([{ eventId, ...fields }]);
  });

  it('may show the newest only', async () => {
    for (const [date, externalId] of [[30, 'new'], [10, 'old'], [20, 'middle'], [20, 'middle again']] as const) await add({ date, externalId });
    sandbox.control.configure({ eventListCap: 3 });
    const events = (await listed(sandbox, EMAIL))?.['contactExtEvents'] as Row[];
    expect([events.map((event) => event['externalId']), sandbox.control.contact(EMAIL)?.events.length]).toEqual([['new', 'middle again', 'middle'], 4]);
  });
});

describe('changing', () => {
  it.each(['v2/contact/updateContactExtEvent', 'contact/updateContactExtEvent'])('%s replaces the whole event under its id', async (endpoint) => {
    const { eventId } = await add({ detail1: 'x', description: 'BLIK' });
    expect((await good(sandbox, endpoint, { contactEvent: { eventId, date: 5, contactExtEventType: 'CANCELLATION', value: 1 } }))['eventId']).toBe(eventId);
    expect(sandbox.control.contact(EMAIL)?.events).toEqual([{ eventId, date: 5, type: 'CANCELLATION', value: 1, texts: {}, linked: true }]);
    expect(sandbox.control.counters().workflowsByEvents).toBe(1);
  });

  it('goes by the id only, and wants a complete event', async () => {
    const { eventId } = await add();
    expect(await refusal(sandbox, 'v2/contact/updateContactExtEvent', { contactEvent: purchase() })).toBe('Event not found');
    expect(await refusal(sandbox, 'v2/contact/updateContactExtEvent', { contactEvent: { eventId, value: 1 } })).toBe('Invalid event date');
    expect(sandbox.control.contact(EMAIL)?.events[0]?.value).toBe(248.97);
  });

  it('deletes once', async () => {
    const { eventId } = await add();
    expect(await good(sandbox, 'contact/deleteContactExtEvent', { eventId })).toEqual({ success: true, message: [], result: 'deleted' });
    expect([await refusal(sandbox, 'contact/deleteContactExtEvent', { eventId }), sandbox.control.counts().events]).toEqual(['Event not found', 0]);
  });

  it('ends with the contact', async () => {
    const { eventId } = await add();
    sandbox.control.setCard(EMAIL, { permanently: true });
    expect(await refusal(sandbox, 'v2/contact/updateContactExtEvent', { contactEvent: purchase({ eventId }) })).toBe('Event not found');
  });
});

describe('integration/upsert', () => {
  it('does both, and replaces an event with an id', async () => {
    const body = { contactUpsertRequest: { owner: sandbox.owner, contact: { email: EMAIL }, useApiDoubleOptIn: false }, addContactExtEventRequest: { owner: sandbox.owner, email: EMAIL, contactEvent: purchase() } };
    const { contactId, eventId } = await good(sandbox, 'integration/upsert', body);
    expect([contactId, eventId]).toEqual([sandbox.control.contact(EMAIL)?.['id'], sandbox.control.contact(EMAIL)?.events[0]?.eventId]);
    expect((await good(sandbox, 'integration/upsert', { addContactExtEventRequest: { owner: sandbox.owner, contactEvent: { eventId, date: 5, contactExtEventType: 'CART' } } }))['eventId']).toBe(eventId);
    expect(sandbox.control.contact(EMAIL)?.events).toHaveLength(1);
    expect(await refusal(sandbox, 'integration/upsert', {})).toBe('Nothing to do');
  });
});
