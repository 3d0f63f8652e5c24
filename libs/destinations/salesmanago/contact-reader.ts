import type { RemoteContact, RemoteEvent } from '../sdk/destination.js';
import { decimalOf, isRow, textOf, type Row } from '#libs/connectors/sdk/values.js';
import { unusable, type Call } from './salesmanago.errors.js';

/**
 * How long a contact's list of events may be before it is not trusted to be whole. Nothing about a limit is published; a limit
 * shows as a round number, and a list this long may be one in any case. Fewer entries than the smallest list anybody would cut
 * are all there are.
 */
export const EVENTS_SURELY_WHOLE = 10;
export const EVENTS_MAYBE_CUT_FROM = 50;
const ROUND = 5;

export function mayBeCut(count: number): boolean {
  return count >= EVENTS_MAYBE_CUT_FROM || (count >= EVENTS_SURELY_WHOLE && count % ROUND === 0);
}

function flag(row: Row, name: string): boolean | null {
  const value = row[name];
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : null;
}

/** ms as a number or as digits; ISO 8601 text is taken in writes and may come back (sheet section 4.2). */
function momentOf(value: unknown): number | null {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? (/^\d{10,16}$/u.test(value) ? Number(value) : Date.parse(value)) : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}

/** Names of the event's own id are not known from any recorded answer; both that stand to reason are looked at. */
function eventOf(value: unknown): RemoteEvent | null {
  if (!isRow(value)) return null;
  const type = textOf(value['contactExtEventType']) ?? textOf(value['type']);
  if (type === null) return null;
  return {
    remoteId: textOf(value['eventId']) ?? textOf(value['id']),
    type: type.toUpperCase(),
    externalId: textOf(value['externalId']),
    atMs: momentOf(value['date']),
    value: decimalOf(value['value']) ?? null,
  };
}

/** Tags are objects with `tag` (and `tagName`, `tagWithScore`); a plain text is taken too (sheet section 3.5). */
function tagOf(value: unknown): string | null {
  if (typeof value === 'string') return textOf(value);
  return isRow(value) ? (textOf(value['tag']) ?? textOf(value['tagName'])) : null;
}

const listOf = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? (value as readonly unknown[]) : null);

/**
 * One contact of a list answer (sheet section 3.5): `id` in long lists, `contactId` in short ones.
 * @throws Failure `platform_defect`: a contact that cannot be read must not be taken for one that is not there, and one whose
 *   newsletter state is not told must not be written to
 */
export function contactOf(value: unknown, call: Call): RemoteContact {
  const row = isRow(value) ? value : {};
  const contactId = textOf(row['id']) ?? textOf(row['contactId']);
  const email = textOf(row['email'])?.toLowerCase() ?? null;
  const optedOut = flag(row, 'optedOut');
  if (contactId === null || email === null || optedOut === null) throw unusable('unexpected_shape', call, null, 'a contact without id, address or newsletter state');
  const events = listOf(row['contactExtEvents']);
  const read = (events ?? []).map(eventOf);
  return {
    contactId, email, optedOut,
    // Not told: nobody gets messages by mistake.
    optedOutPhone: flag(row, 'optedOutPhone') ?? true,
    deleted: flag(row, 'deleted') ?? false,
    invalid: flag(row, 'invalid') ?? false,
    name: textOf(row['name']), company: textOf(row['company']), phone: textOf(row['phone']), externalId: textOf(row['externalId']),
    tags: (listOf(row['contactTags']) ?? []).map(tagOf).filter((tag) => tag !== null),
    events: read.filter((event) => event !== null),
    eventsMayBeCut: events === null || read.includes(null) || mayBeCut(read.length),
  };
}

/** Two entries of one address (one for each owner): what is known of both, and the more careful of two states. */
function joined(one: RemoteContact, other: RemoteContact): RemoteContact {
  const [kept, rest] = one.deleted && !other.deleted ? [other, one] : [one, other];
  return {
    ...kept,
    optedOut: kept.optedOut || rest.optedOut,
    optedOutPhone: kept.optedOutPhone || rest.optedOutPhone,
    tags: [...new Set([...kept.tags, ...rest.tags])],
    events: [...kept.events, ...rest.events],
    eventsMayBeCut: kept.eventsMayBeCut || rest.eventsMayBeCut,
  };
}

/**
 * Contacts of an answer by address.
 * @throws Failure `platform_defect` when the list is none, or holds an address nobody asked for: a server that ignores the
 *   question has not said that anybody is unknown
 */
export function contactsOf(body: Row, asked: readonly string[], call: Call): Map<string, RemoteContact> {
  const rows = listOf(body['contacts']);
  if (rows === null) throw unusable('unexpected_shape', call, null, 'no list of contacts');
  const wanted = new Set(asked);
  const found = new Map<string, RemoteContact>();
  for (const row of rows) {
    const contact = contactOf(row, call);
    if (!wanted.has(contact.email)) throw unusable('unexpected_shape', call, null, 'a contact that was not asked for');
    const before = found.get(contact.email);
    found.set(contact.email, before === undefined ? contact : joined(before, contact));
  }
  return found;
}
