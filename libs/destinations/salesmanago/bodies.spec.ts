import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRow, type Row } from '#libs/connectors/sdk/values.js';
import { contactOf } from './contact-reader.js';
import { silentBody, upsertBody } from './contact-body.js';
import { addEventBody, updateEventBody } from './event-body.js';
import type { Call } from './salesmanago.errors.js';
import { aContact, anEvent, calm, CREDENTIALS, json, NOW_MS, tinyAccount } from './testing/tiny-account.js';

/** Requests and answers as public sources show them; they live beside the project, not in it. */
const FILE = join(process.cwd(), '../shared/samples/salesmanago.json');
const recorded = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, { readonly body: Row }>) : null;
const withSamples = recorded === null ? describe.skip : describe;
const call: Call = { path: 'contact/listAll', effect: 'read', secrets: [], personal: () => [] };

function sample(name: string): Row {
  const found = recorded?.[name];
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.body;
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** Members of ours that the sample lacks or has with another type, by path. */
function strange(ours: Row, theirs: Row, at = ''): string[] {
  return Object.entries(ours).flatMap(([name, value]) => {
    const other = theirs[name];
    const path = `${at}${name}`;
    if (typeOf(value) !== typeOf(other)) return [`${path}: ${typeOf(value)} for ${typeOf(other)}`];
    return isRow(value) && isRow(other) && name !== 'properties' ? strange(value, other, `${path}.`) : [];
  });
}

const FULL = aContact({
  name: 'Anna Nowak', company: 'Narwik', phone: '+48600100200', externalId: 'idosell-20417', birthDate: '1991-11-08', language: 'pl', newEmail: 'anna.zielona@example.pl',
  street: 'Jasna 4/11', postcode: '31-227', city: 'Kraków', country: 'PL', tags: ['REJESTRACJA', 'Buty, sandały'], removeTags: ['Nowy'], properties: { klub: 'srebrny', pusty: '' },
});
const EVENT = anEvent({ description: 'BLIK', products: ['4471', '90312'], location: 'sm_aad602e9f8edc67af46955d8788e4672', value: '248.97', details: { 1: 'Koszula lniana', 9: 'PLN' }, shopDomain: 'sklep-narwik.example.pl' });

withSamples('bodies beside the official examples', () => {
  it('hold no member of an upsert that the official example lacks, but the contact’s id in the shop', () => {
    expect(strange(upsertBody(FULL), sample('contact_upsert_request_full'))).toEqual(['contact.externalId: string for undefined']);
    expect(strange({ contact: upsertBody(FULL)['contact'] }, sample('contact_upsert_request_minimal_props'))).toEqual(['contact.company: string for undefined']);
  });

  it('hold no member of a batch element that the manual lacks, but those of newer ones', () => {
    const [element] = silentBody([FULL])['upsertDetails'] as Row[];
    expect(strange(element ?? {}, sample('batchupsert_item_manual_2017')).map((one) => one.split(':')[0])).toEqual(['contact.externalId', 'newEmail', 'lang', 'forceOptIn', 'forceOptOut', 'forcePhoneOptIn', 'forcePhoneOptOut']);
  });

  it('hold no member of an event that the official example lacks', () => {
    expect(strange(addEventBody(EVENT), sample('add_ext_event_request'))).toEqual(['forceOptIn: boolean for undefined', 'contactEvent.detail9: string for undefined']);
  });

  it('make events and contacts of recorded answers', async () => {
    const account = await tinyAccount();
    try {
      account.answer = (_asked, response) => json(response, sample('contact_upsert_response'));
      expect(await account.destination.writeContact(FULL, calm())).toEqual({ contactId: 'ded47013-4867-42f7-83fa-57ddc651f4a6' });
      account.answer = (_asked, response) => json(response, sample('add_ext_event_response'));
      expect(await account.destination.addEvent(EVENT, calm())).toEqual({ remoteId: '3521dc0f-a934-4b6c-bb08-84f2e144047d' });
      account.answer = (_asked, response) => json(response, sample('contact_list_response_real'));
      const found = await account.destination.readContacts(['excont@mailprovider.com', 'justemail@contact.hu', 'someone@example.com', 'nobody@example.com'], calm());
      expect([...found.values()].map(({ contactId, name, tags, eventsMayBeCut }) => [contactId.slice(0, 8), name, tags, eventsMayBeCut])).toEqual([
        ['d51bd57f', 'Example contact name', ['IGEN', 'STARTERKIT'], false],
        ['d518857f', null, ['IGEN', 'STARTERKIT'], false],
        ['d51d9993', null, ['IGEN', 'STARTERKIT'], false],
      ]);
    } finally {
      await account.close();
    }
  });

  it('read the short form as well', () => {
    const [row] = sample('contact_basic_response')['contacts'] as unknown[];
    expect(contactOf(row, call)).toEqual({
      contactId: '017ba22b-85ca-11ed-9d06-40a6b73c97e4', email: 'test@mail.com', optedOut: false, optedOutPhone: false, deleted: false, invalid: false,
      name: 'Banan', company: null, phone: '+393331231234', externalId: '152631', tags: [], events: [], eventsMayBeCut: true,
    });
  });
});

it('writes a contact as the sheet shows it', () => {
  expect(upsertBody(FULL)).toEqual({
    async: false,
    contact: { email: 'anna.nowak@example.pl', name: 'Anna Nowak', phone: '+48600100200', company: 'Narwik', externalId: 'idosell-20417', address: { streetAddress: 'Jasna 4/11', zipCode: '31-227', city: 'Kraków', country: 'PL' } },
    newEmail: 'anna.zielona@example.pl', birthday: '19911108', tags: ['REJESTRACJA', 'Buty_ sandały'], removeTags: ['Nowy'], properties: { klub: 'srebrny' }, lang: 'PL',
    forceOptIn: false, forceOptOut: false, forcePhoneOptIn: false, forcePhoneOptOut: false, useApiDoubleOptIn: false,
  });
});

it('says nothing about what is not known, and always where it stands on opt-in', () => {
  const bare = { contact: { email: 'anna.nowak@example.pl' }, forceOptIn: false, forceOptOut: false, forcePhoneOptIn: false, forcePhoneOptOut: false };
  expect(upsertBody(aContact())).toEqual({ async: false, ...bare, useApiDoubleOptIn: false });
  expect(upsertBody(aContact({ name: '', city: '', tags: [' ', ','], properties: { x: '' } }))).toEqual({ async: false, ...bare, useApiDoubleOptIn: false });
  expect(silentBody([aContact(), aContact()])).toEqual({ upsertDetails: [bare, bare], useApiDoubleOptIn: false, fireEvents: false });
});

it.each(['in', 'out', null] as const)('never asks for both directions: %s', (wish) => {
  const body = upsertBody(aContact({ opt: { email: wish, sms: wish } }));
  expect([body['forceOptIn'], body['forceOptOut'], body['forcePhoneOptIn'], body['forcePhoneOptOut']]).toEqual([wish === 'in', wish === 'out', wish === 'in', wish === 'out']);
});

it('writes an event as the sheet shows it', () => {
  const contactEvent = {
    date: NOW_MS, contactExtEventType: 'PURCHASE', description: 'BLIK', products: '4471,90312', location: 'sm_aad602e9f8edc67af46955d8788e4672', value: 248.97,
    detail1: 'Koszula lniana', detail9: 'PLN', externalId: 'a7-71', shopDomain: 'sklep-narwik.example.pl',
  };
  expect(addEventBody(EVENT)).toEqual({ email: 'anna.nowak@example.pl', forceOptIn: false, contactEvent });
  expect(addEventBody({ ...EVENT, contactId: 'c-1' })).toEqual({ contactId: 'c-1', forceOptIn: false, contactEvent });
  expect(updateEventBody('e-1', EVENT)).toEqual({ contactEvent: { eventId: 'e-1', ...contactEvent } });
  expect(addEventBody(anEvent({ value: '0.00' }))['contactEvent']).toMatchObject({ value: 0 });
});

it('signs every call and sends both headers as the documentation has them', async () => {
  const account = await tinyAccount();
  try {
    await account.destination.writeContact(FULL, calm());
    await account.destination.writeSilently([FULL], calm());
    await account.destination.addEvent(EVENT, calm());
    await account.destination.updateEvent('e-1', EVENT, calm());
    expect(account.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/contact/upsert', 'POST /api/contact/batchupsertv2', 'POST /api/v2/contact/addContactExtEvent', 'POST /api/v2/contact/updateContactExtEvent']);
    for (const { headers, body } of account.asked) {
      // Sheet section 10: the sha of its samples.
      expect(body).toMatchObject({ clientId: CREDENTIALS.clientId, apiKey: CREDENTIALS.apiKey, requestTime: NOW_MS, sha: 'b0fa6db5436c432a3b1bdcda7b63414f15213760', owner: CREDENTIALS.owner });
      expect(body).not.toHaveProperty('apiSecret');
      expect([headers['accept'], headers['content-type']]).toEqual(['application/json, application/json', 'application/json;charset=UTF-8']);
    }
  } finally {
    await account.close();
  }
});
