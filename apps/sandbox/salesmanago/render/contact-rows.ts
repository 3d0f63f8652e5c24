/** Contacts as they are read (sheet section 3.5). */
import type { Behaviour } from '../options.js';
import type { Contact, ExtEvent } from '../world/model.js';

type Fields = Record<string, unknown>;

/** `contact/list` and its sisters: the id is `id`, `properties` is an array. */
export function longRow(contact: Contact, behaviour: Behaviour): Fields {
  return {
    id: contact.id,
    ...commonFields(contact),
    address: contact.address,
    ...birthdayFields(contact),
    province: contact.province,
    mainContactOwner: [...contact.owners][0] ?? null,
    contactVisits: [],
    contactTags: [...contact.tags.values()].map(({ name, score, createdOn }) => ({ tag: name, tagName: name, score, createdOn, tagWithScore: `${name} (${String(score)})` })),
    contactEvents: [],
    emailMessages: [],
    properties: [...contact.properties].map(([name, value]) => ({ name, value })),
    dictionaryProperties: [...contact.dictionary.values()],
    consents: contact.consents,
    contactFunnels: [],
    contactNotes: [],
    contactTasks: [],
    incomingEmailMessages: [],
    contactExtEvents: newest(contact.events, behaviour.eventListCap).map((event) => eventRow(event, behaviour.showEventIds)),
    coupons: [],
    smsMessages: [],
    modifiedOn: contact.modifiedOn,
    createdOn: contact.createdOn,
  };
}

/** `contact/basic`: the id is `contactId`; neither tags nor properties. */
export function basicRow(contact: Contact): Fields {
  return {
    ...commonFields(contact),
    address: contact.address,
    contactId: contact.id,
    ...birthdayFields(contact),
    modifiedOn: contact.modifiedOn,
    createdOn: contact.createdOn,
    lastVisit: null,
  };
}

function commonFields(contact: Contact): Fields {
  const { name, phone, fax, company, externalId } = contact.texts;
  const { email, state, optedOut, optedOutPhone, deleted } = contact;
  return { name, email, phone, fax, score: 0, state, optedOut, optedOutPhone, deleted, invalid: false, company, externalId };
}

function birthdayFields({ birthday }: Contact): Fields {
  return { birthdayYear: birthday?.year ?? null, birthdayMonth: birthday?.month ?? null, birthdayDay: birthday?.day ?? null };
}

/** The id only where the account is set so: the sheet names six fields and no id. */
function eventRow({ id, date, type, value, texts }: ExtEvent, showId: boolean): Fields {
  return {
    ...(showId ? { eventId: id } : {}),
    date, contactExtEventType: type, externalId: texts['externalId'] ?? null, value, products: texts['products'] ?? null, location: texts['location'] ?? null,
  };
}

/** By date; of equal dates the one added last first. */
function newest(events: readonly ExtEvent[], cap: number | null): readonly ExtEvent[] {
  const sorted = events.toReversed().sort((a, b) => b.date - a.date);
  return cap === null ? sorted : sorted.slice(0, cap);
}
