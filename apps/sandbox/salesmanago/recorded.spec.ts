/** The recorded answers of live accounts and of clients' tests: what they have, an answer of the sandbox has, in the same types. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { good, type Row } from './spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from './salesmanago-sandbox.js';

const FILE = resolve('..', 'shared', 'samples', 'salesmanago.json');
const suite = existsSync(FILE) ? describe : describe.skip;

/** Paths of all keys with the types of their values; entries of a list count as one, null fits everything. */
function shapeOf(value: unknown, path = ''): ReadonlyMap<string, ReadonlySet<string>> {
  const shape = new Map<string, Set<string>>();
  const visit = (one: unknown, at: string): void => {
    shape.set(at, (shape.get(at) ?? new Set()).add(Array.isArray(one) ? 'list' : one === null ? 'null' : typeof one));
    if (Array.isArray(one)) for (const item of one) visit(item, `${at}[]`);
    else if (typeof one === 'object' && one !== null) for (const [name, inner] of Object.entries(one)) visit(inner, `${at}.${name}`);
  };
  visit(value, path);
  return shape;
}

function missing(recorded: unknown, ours: unknown): readonly string[] {
  const has = shapeOf(ours);
  return [...shapeOf(recorded)].flatMap(([path, types]) => {
    const our = has.get(path);
    if (our === undefined) return [path];
    return [...types].filter((type) => type !== 'null' && !our.has(type)).map((type) => `${path}: ${type}`);
  });
}

suite('recorded answers', () => {
  const samples = JSON.parse(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '{}') as Readonly<Record<string, { readonly body: Row }>>;
  const sample = (name: string): Row => samples[name]?.body ?? {};
  let sandbox: SalesmanagoSandbox;
  beforeEach(async () => {
    sandbox = await startSalesmanagoSandbox({ consents: ['ZGODA', 'ZGODA2'] });
  });
  afterEach(async () => {
    await sandbox.stop();
  });

  /** Without what belongs to the account it was recorded in. */
  const request = (name: string): Row => Object.fromEntries(Object.entries(sample(name)).filter(([field]) => !['clientId', 'apiKey', 'sha', 'requestTime', 'owner'].includes(field)));
  const EMAIL = 'konrad-test-1@konri.com';

  it('the requests of the manual are taken', async () => {
    expect(missing(sample('contact_upsert_response'), await good(sandbox, 'contact/upsert', { ...request('contact_upsert_request_minimal_props'), contact: { ...(sample('contact_upsert_request_minimal_props')['contact'] as Row), email: EMAIL } }))).toEqual([]);
    await good(sandbox, 'contact/upsert', request('contact_upsert_request_full'));
    await good(sandbox, 'contact/upsert', request('contact_upsert_request_manual_2017'));
    await good(sandbox, 'contact/batchupsert', { upsertDetails: [sample('batchupsert_item_manual_2017')] });
    expect(sandbox.control.contact(EMAIL)).toMatchObject({ birthdayYear: '1980', optedOutPhone: false, tags: ['API', 'ADMANAGO'], confirmationMails: 2 });
    expect(missing(sample('add_ext_event_response'), await good(sandbox, 'v2/contact/addContactExtEvent', { ...request('add_ext_event_request'), email: EMAIL }))).toEqual([]);
  });

  it('contacts have every key, long and short', async () => {
    await good(sandbox, 'contact/upsert', request('contact_upsert_request_full'));
    await good(sandbox, 'contact/upsert', { contact: { email: EMAIL, externalId: 'K-1' } });
    const recorded = sample('contact_list_response_real');
    expect(shapeOf(recorded).size).toBeGreaterThan(40);
    expect(missing(recorded, await good(sandbox, 'contact/list', { email: [EMAIL] }))).toEqual([]);
    expect(missing(sample('contact_basic_response'), await good(sandbox, 'contact/basic', { email: [EMAIL] }))).toEqual([]);
  });

  it('so have the small answers', async () => {
    expect(missing(sample('contact_insert_response'), await good(sandbox, 'contact/insert', { contact: { email: EMAIL }, tags: ['A'] }))).toEqual([]);
    expect(missing(sample('tags_response'), await good(sandbox, 'contact/tags'))).toEqual([]);
    const events = [{ email: EMAIL, contactEvent: { date: 1, contactExtEventType: 'CART' } }];
    expect(missing(sample('batch_add_ext_event_response'), await good(sandbox, 'v2/contact/addBatchContactExtEvent', { events }))).toEqual([]);
    const { eventId } = await good(sandbox, 'v2/contact/addContactExtEvent', { ...events[0] });
    expect(await good(sandbox, 'contact/deleteContactExtEvent', { eventId })).toEqual(sample('delete_ext_event_response_live_shape'));
    expect(await good(sandbox, 'contact/delete', { email: EMAIL, permanently: true })).toEqual(sample('contact_delete_response_live_shape'));
    expect(await good(sandbox, 'contact/hasContact', { email: EMAIL })).toEqual(sample('contact_has_response_after_permanent_delete_live_shape'));
  });
});
