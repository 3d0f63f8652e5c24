import type { ContactWrite, OptWish } from '#libs/domain/relay/writes.js';
import type { Json, JsonObject } from '#libs/domain/words.js';
import { storedTag, writtenTag } from './tags.js';

/** Members with something in them. An empty text or null might clear a field, or might not: nobody knows (sheet section 3.3). */
export function filled(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => {
      if (value === null || value === '') return false;
      return typeof value !== 'object' || Object.keys(value).length > 0;
    }),
  );
}

/** `in` and `out` of one channel; never both, and both named so that no default of the server decides (sheet section 3.3). */
const flags = (wish: OptWish, wishIn: string, wishOut: string): JsonObject => ({ [wishIn]: wish === 'in', [wishOut]: wish === 'out' });

const tagList = (tags: readonly string[]): string[] => [...new Set(tags.map(writtenTag))].filter((tag) => storedTag(tag) !== '');

/** Fields of one contact as both upserts take them (sheet sections 3.2 and 3.4). No province: shops do not know one. */
export function contactFields(contact: ContactWrite): JsonObject {
  const { email, name, phone, company, externalId, street, postcode, city, country } = contact;
  return {
    contact: filled({ email, name, phone, company, externalId, address: filled({ streetAddress: street, zipCode: postcode, city, country }) }),
    ...filled({
      newEmail: contact.newEmail,
      birthday: contact.birthDate === null ? null : contact.birthDate.replaceAll('-', ''),
      tags: tagList(contact.tags),
      removeTags: tagList(contact.removeTags),
      properties: filled(contact.properties),
      lang: contact.language === null ? null : contact.language.toUpperCase(),
    }),
    ...flags(contact.opt.email, 'forceOptIn', 'forceOptOut'),
    ...flags(contact.opt.sms, 'forcePhoneOptIn', 'forcePhoneOptOut'),
  };
}

export const UPSERT = 'contact/upsert';
export const SILENT_UPSERT = 'contact/batchupsertv2';

/**
 * One contact, seen by workflows. `async` false, so that the answer carries the contact's id (sheet section 3.2). The reference's
 * default for double opt-in is true and would mail people who have already said yes in the shop.
 */
export const upsertBody = (contact: ContactWrite): JsonObject => ({ async: false, ...contactFields(contact), useApiDoubleOptIn: false });

/** Many contacts; `fireEvents` false keeps rules and workflows from starting (sheet section 3.4). */
export const silentBody = (contacts: readonly ContactWrite[]): JsonObject => ({ upsertDetails: contacts.map(contactFields), useApiDoubleOptIn: false, fireEvents: false });
