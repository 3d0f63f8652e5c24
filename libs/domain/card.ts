import { allegroLogin } from './allegro.js';
import { cardEmail } from './card-email.js';
import { keyType, keyValue, type KeyText } from './identity-keys.js';
import type { CustomerRecord, NeutralRecord, OrderRecord } from './records.js';
import { fold } from './text.js';
import type { FieldRole } from './words.js';

/**
 * How well a record names the person: 0 a registered customer, 1 an alias, 2 the buyer named in an order, 3 an address on a
 * newsletter list; null: not at all.
 */
export function profileRank(record: NeutralRecord): number | null {
  if (record.kind === 'customer') return record.standing === 'account' ? 0 : 1;
  if (record.kind === 'order') return record.contact === null ? null : 2;
  return record.kind === 'subscriber' && record.ownerId === null && record.email !== null ? 3 : null;
}

/** The searchable head of a card. */
export type Profile = { readonly displayName: string; readonly email: string | null; readonly company: string | null; readonly searchText: string };

/** A record that names the person, with what decides precedence. */
export type ProfileSource = { readonly recordId: string; readonly integrationId: string; readonly record: NeutralRecord };

type Named = { readonly email: string | null; readonly firstName: string | null; readonly lastName: string | null; readonly company: string | null };

function named(record: NeutralRecord): Named {
  if (record.kind === 'customer') return record;
  if (record.kind === 'order' && record.contact !== null) return record.contact;
  if (record.kind === 'subscriber') return { email: record.email, firstName: null, lastName: null, company: null };
  return { email: null, firstName: null, lastName: null, company: null };
}

const place = (source: ProfileSource): string => `${source.integrationId}/${source.record.kind}/${source.record.externalId}`;

/** Account before alias before order, newest first; integration and id decide what is left, so that the result never depends on order. */
export function byPrecedence(a: ProfileSource, b: ProfileSource): number {
  const rank = (profileRank(a.record) ?? 9) - (profileRank(b.record) ?? 9);
  if (rank !== 0) return rank;
  const [left, right] = [a.record.updatedAt?.utc ?? '', b.record.updatedAt?.utc ?? ''];
  if (left !== right) return left > right ? -1 : 1;
  return place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0;
}

/**
 * Fields of a card from the records that name its person; the best source wins for each field it has. The address: see `cardEmail`.
 */
export function deriveProfile(sources: readonly ProfileSource[], allegroDomains: ReadonlySet<string>): { readonly profile: Profile; readonly recordId: string | null } {
  const sorted = [...sources].sort(byPrecedence);
  const all = sorted.map((source) => named(source.record));
  const name = all.map((entry) => [entry.firstName, entry.lastName].filter((part) => part !== null).join(' ')).find((text) => text !== '') ?? '';
  const emails = all.flatMap((entry) => (entry.email === null ? [] : [entry.email]));
  const email = cardEmail(emails, sorted.map((source) => source.record), allegroDomains);
  const company = all.map((entry) => entry.company).find((value) => value !== null) ?? null;
  const displayName = name !== '' ? name : (company ?? email ?? emails[0] ?? '');
  const words = new Set(all.flatMap((entry) => [entry.firstName, entry.lastName, entry.company, entry.email]).filter((word) => word !== null));
  return { profile: { displayName, email, company, searchText: fold([...words].join(' ')).slice(0, 2_000) }, recordId: sorted[0]?.recordId ?? null };
}

/** A candidate for the value of a custom field. Of two candidates the greater rank (compared byte by byte) wins. */
export type FieldCandidate = {
  readonly role: FieldRole;
  readonly rank: string;
  readonly text: string | null;
  readonly number: string | null;
  /** `YYYY-MM-DD` */
  readonly date: string | null;
};

const NUMERIC = /^\d{1,20}$/u;

/** Lowest account number first, then lowest alias number: digits complemented to 9, so that the greater rank wins here too. */
function numberRank(id: string, standing: CustomerRecord['standing']): string {
  const complement = [...id.padStart(20, '0')].map((digit) => String(9 - Number(digit))).join('');
  return `${standing === 'account' ? 1 : 0}|${complement}`;
}

function idCandidate(id: string, standing: CustomerRecord['standing']): FieldCandidate[] {
  if (!NUMERIC.test(id)) return [];
  return [{ role: 'id', rank: numberRank(id, standing), text: null, number: BigInt(id).toString(), date: null }];
}

/** The login the order names now, else one it named before: an order without a login erases none. */
function loginOf(record: OrderRecord, keys: readonly KeyText[]): string | null {
  const kept = keys.filter((key) => keyType(key) === 'allegro_login').flatMap((key) => allegroLogin(keyValue(key)) ?? []);
  return allegroLogin(record.marketplace?.login) ?? kept.sort().at(-1) ?? null;
}

function orderCandidates(record: OrderRecord, keys: readonly KeyText[]): FieldCandidate[] {
  const placed = record.placedAt?.utc ?? '';
  const rank = `${placed}|${record.externalId.padStart(20, '0')}`;
  const candidates: FieldCandidate[] = record.speaksForOwner === true && record.ownerId !== null ? idCandidate(record.ownerId, 'alias') : [];
  const login = loginOf(record, keys);
  if (login !== null) candidates.push({ role: 'allegro_login', rank, text: login, number: null, date: null });
  const day = record.placedAt?.local?.slice(0, 10) ?? placed.slice(0, 10);
  if (day !== '' && record.counts !== false) candidates.push({ role: 'last_order_date', rank: day, text: null, number: null, date: day });
  return candidates;
}

/** What a record offers to the custom fields of its integration; `keys` are all it was ever seen with. */
export function fieldCandidates(record: NeutralRecord, keys: readonly KeyText[]): readonly FieldCandidate[] {
  if (record.kind === 'customer') return idCandidate(record.externalId, record.standing);
  return record.kind === 'order' ? orderCandidates(record, keys) : [];
}
