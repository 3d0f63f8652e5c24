import { mayBeCut } from './contact-reader.js';
import { calm, CREDENTIALS, failureOf, json, tinyAccount, type TinyAccount } from './testing/tiny-account.js';

const ANNA = 'anna.nowak@example.pl';
const row = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({ id: 'c-1', email: ANNA, optedOut: false, optedOutPhone: false, contactExtEvents: [], ...more });

let account: TinyAccount;
beforeEach(async () => {
  account = await tinyAccount();
});
afterEach(async () => account.close());

const answerWith = (contacts: unknown): void => {
  account.answer = (_asked, response) => json(response, { success: true, message: [], contacts });
};
const read = async (address = ANNA): Promise<unknown> => (await account.destination.readContacts([address], calm())).get(ANNA);

it('asks for contacts of all owners, and says who asks', async () => {
  answerWith([]);
  await account.destination.readContacts([' Anna.Nowak@Example.pl ', ANNA], calm());
  expect(account.asked).toMatchObject([{ path: '/api/contact/listAll', body: { owner: CREDENTIALS.owner, user: CREDENTIALS.owner, email: [ANNA] } }]);
});

it.each([
  [{ id: undefined, contactId: 'c-2' }, { contactId: 'c-2' }],
  [{ id: 17 }, { contactId: '17' }],
  [{ email: 'Anna.Nowak@Example.PL' }, { email: ANNA }],
  [{ optedOut: 'true', optedOutPhone: '0' }, { optedOut: true }],
  [{ optedOut: 1, optedOutPhone: null }, { optedOut: true, optedOutPhone: true }],
  [{ deleted: true, invalid: 'false' }, { deleted: true, invalid: false }],
  [{ name: '', company: null, phone: 600100200, externalId: 20417 }, { name: null, company: null, phone: '600100200', externalId: '20417' }],
  [{ name: { first: 'Anna' }, phone: ['1'] }, { name: null, phone: null }],
  [{ address: null, properties: [{ name: 'a', value: 'b' }], score: 'x' }, { contactId: 'c-1' }],
  [{ contactTags: [{ tag: 'A', tagName: 'A' }, { tagName: 'B' }, 'C', null, 7, { score: 1 }] }, { tags: ['A', 'B', 'C'] }],
  [{ contactTags: 'A,B' }, { tags: [] }],
  [{ contactExtEvents: null }, { events: [], eventsMayBeCut: true }],
  [{ contactExtEvents: [{ strange: 1 }] }, { events: [], eventsMayBeCut: true }],
  [{ contactExtEvents: [{ contactExtEventType: 'purchase', date: '1741944413000', externalId: 318, value: 248.97, eventId: 'e-1' }] }, { eventsMayBeCut: false, events: [{ remoteId: 'e-1', type: 'PURCHASE', externalId: '318', atMs: 1_741_944_413_000, value: '248.97' }] }],
  [{ contactExtEvents: [{ contactExtEventType: 'CART', date: '2025-03-14T09:26:53.000Z', value: '10' }] }, { events: [{ remoteId: null, atMs: 1_741_944_413_000, externalId: null, value: '10.00' }] }],
  [{ contactExtEvents: [{ contactExtEventType: 'CART', date: {}, value: 'dużo' }] }, { events: [{ atMs: null, value: null }] }],
])('reads a contact with %j', async (more, expected) => {
  answerWith([row(more)]);
  expect(await read()).toMatchObject(expected);
});

it.each([[[{}]], [[null]], [['text']], [[row({ optedOut: null })]], [[row({ email: null })]], [[row({ id: {} })]], [[row({ email: 'somebody@example.pl' })]], [{}], [null], [undefined]])('takes nobody for unknown because of %j', async (contacts) => {
  answerWith(contacts);
  expect(await failureOf(account.destination.readContacts([ANNA], calm()))).toMatchObject({ kind: 'platform_defect', code: 'unexpected_shape' });
});

it('joins two entries of one address carefully', async () => {
  answerWith([row({ deleted: true, name: 'Stara', contactTags: ['A'] }), row({ id: 'c-2', optedOut: true, contactTags: ['B'], contactExtEvents: null })]);
  expect(await read()).toMatchObject({ contactId: 'c-2', deleted: false, optedOut: true, optedOutPhone: false, tags: ['B', 'A'], eventsMayBeCut: true });
});

it('does not trust long and round lists of events to be whole', () => {
  expect([0, 1, 5, 9, 11, 24, 49].filter(mayBeCut)).toEqual([]);
  expect([10, 15, 20, 25, 45, 50, 51, 100].filter((count) => !mayBeCut(count))).toEqual([]);
});

it.each([
  [{ message: [] }, 'done'],
  [{ message: ['Finished'] }, 'done'],
  [{ message: ['Zakończono'] }, 'done'],
  [{ message: ['In progress: 3 of 4'] }, 'running'],
  [{ message: ['Not finished'] }, 'running'],
  [{ message: ['?'] }, 'running'],
  [{ message: ['?'], fileUrl: 'https://files.example/x.csv' }, 'done'],
])('reads the state of a job from %j', async (more, expected) => {
  account.answer = (_asked, response) => json(response, { success: true, ...more });
  expect(await account.destination.jobState('17', calm())).toBe(expected);
  expect(account.asked).toMatchObject([{ path: '/api/job/status', body: { owner: CREDENTIALS.owner, requestId: 17 } }]);
});
