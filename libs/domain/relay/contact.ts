import { cleanText } from '../text.js';
import { byExternalId } from './by-external-id.js';
import { countryCode, languageCode, type IsoOf } from './code-names.js';
import { contactPhone } from './contact-phone.js';
import { contactSources, type ContactSource } from './contact-sources.js';
import type { Person } from './person.js';
import { accountsOf } from './present.js';
import type { RelayField, RouteOptions } from './route-options.js';
import { tagsOf, type TagContext } from './tags.js';
import type { ContactWrite } from './writes.js';

export type ContactContext = TagContext & {
  /** Code of the source account that stands in ids made for it. */
  readonly sourceCode: string;
  readonly isoOf: IsoOf;
};

/** What the best source that has it says. */
function first<T>(sources: readonly ContactSource[], read: (source: ContactSource) => T | null): T | null {
  for (const source of sources) {
    const value = read(source);
    if (value !== null) return value;
  }
  return null;
}

const joined = (parts: readonly (string | null)[]): string | null => cleanText(parts.filter((part) => part !== null).join(' '));

type Home = Pick<ContactWrite, 'street' | 'postcode' | 'city' | 'country'>;

/** One address as a whole: the street of one record with the town of another would be nobody's home. */
function homeOf(sources: readonly ContactSource[], isoOf: IsoOf): Home {
  const home = first(sources, ({ address }) => (address !== null && joined([address.street, address.postcode, address.city]) !== null ? address : null));
  const country = home === null ? first(sources, ({ address }) => address?.country ?? null) : home.country;
  return {
    street: joined([home?.street ?? null, home?.street2 ?? null]),
    postcode: cleanText(home?.postcode),
    city: cleanText(home?.city),
    country: countryCode(country, isoOf),
  };
}

/** The lowest account number, as on the card: it must not change whenever another account of the person does. */
function externalIdOf(person: Person, sourceCode: string): string | null {
  const [lowest] = accountsOf(person).map(({ record }) => record.externalId).sort(byExternalId);
  return lowest === undefined ? null : `${sourceCode}-${lowest}`;
}

/**
 * The contact a person is at a destination. The same for the same records in any order. Says nothing about consents: those go only
 * as observed changes.
 */
export function buildContact(person: Person, options: RouteOptions, context: ContactContext): ContactWrite {
  const sources = contactSources(person);
  const kept = <T>(field: RelayField, value: T | null): T | null => (options.leaveOut.includes(field) ? null : value);
  const home = homeOf(sources, context.isoOf);
  return {
    email: person.address,
    newEmail: null,
    name: kept('name', first(sources, ({ firstName, lastName }) => joined([firstName, lastName]))),
    company: kept('company', first(sources, ({ company }) => cleanText(company))),
    phone: kept('phone', contactPhone(sources, context.isoOf)),
    birthDate: kept('birthDate', first(sources, ({ birthDate }) => birthDate)),
    externalId: externalIdOf(person, context.sourceCode),
    language: kept('language', first(sources, ({ language }) => languageCode(language, context.isoOf))),
    street: kept('street', home.street),
    postcode: kept('postcode', home.postcode),
    city: kept('city', home.city),
    country: kept('country', home.country),
    tags: tagsOf(person, options, context),
    removeTags: [],
    properties: {},
    opt: { email: null, sms: null },
  };
}
