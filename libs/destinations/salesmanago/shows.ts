import { cleanText } from '#libs/domain/text.js';
import type { ContactWrite, OptWish } from '#libs/domain/relay/writes.js';
import type { RemoteContact } from '../sdk/destination.js';
import { storedTag } from './tags.js';

const same = (there: string | null, wished: string | null): boolean => wished === null || wished === '' || cleanText(there) === cleanText(wished);

/** The same number however it is grouped; a shortened prefix ("600 100 200" for "+48600100200") is the same number too. */
function samePhone(there: string | null, wished: string | null): boolean {
  if (wished === null || wished === '') return true;
  const [a, b] = [(there ?? '').replace(/\D/gu, ''), wished.replace(/\D/gu, '')];
  return a === b || (a.length >= 7 && b.length >= 7 && (a.endsWith(b) || b.endsWith(a)));
}

const stateFits = (wish: OptWish, isOut: boolean): boolean => wish === null || (wish === 'out') === isOut;

/**
 * True when a contact as read back holds everything of a write that a read tells: address, name, company, phone, external id,
 * tags and opt states. Address, birthday, language and properties are not compared; an upsert is safe to repeat where those
 * matter. A removed contact never shows a write, because the write would have brought it back (sheet section 3.3).
 */
export function shows(remote: RemoteContact, contact: ContactWrite): boolean {
  const stored = new Set(remote.tags.map(storedTag));
  return (
    !remote.deleted &&
    remote.email === (contact.newEmail ?? contact.email).toLowerCase() &&
    same(remote.name, contact.name) && same(remote.company, contact.company) && same(remote.externalId, contact.externalId) &&
    samePhone(remote.phone, contact.phone) &&
    contact.tags.every((tag) => storedTag(tag) === '' || stored.has(storedTag(tag))) &&
    contact.removeTags.every((tag) => !stored.has(storedTag(tag))) &&
    stateFits(contact.opt.email, remote.optedOut) && stateFits(contact.opt.sms, remote.optedOutPhone)
  );
}
