import { profileRank } from '../card.js';
import type { CustomerRecord, NeutralRecord, OrderRecord, PostalAddress, SubscriberRecord } from '../records.js';
import { byExternalId } from './by-external-id.js';
import { momentMs } from './moment.js';
import type { Person } from './person.js';
import { isPresent } from './present.js';

/** What one record says about the person. */
export type ContactSource = {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly birthDate: string | null;
  readonly phones: readonly string[];
  readonly language: string | null;
  /** Where the person lives or is invoiced; never a pick-up point. */
  readonly address: PostalAddress | null;
};

type Naming = CustomerRecord | OrderRecord | SubscriberRecord;

const EMPTY: ContactSource = { firstName: null, lastName: null, company: null, birthDate: null, phones: [], language: null, address: null };

/** The billing address; where an order has none, the one it was sent to, unless that is a pick-up point. */
function orderAddress({ invoiceAddress, deliveryAddress, pickupPoint }: OrderRecord): PostalAddress | null {
  return invoiceAddress ?? ((pickupPoint ?? null) === null ? deliveryAddress : null);
}

function said(record: Naming): ContactSource {
  if (record.kind === 'subscriber') return { ...EMPTY, phones: record.phone === null ? [] : [record.phone], language: record.language };
  if (record.kind === 'customer') return { ...record, address: record.address ?? null };
  const { contact } = record;
  if (contact === null) return EMPTY;
  return { ...EMPTY, firstName: contact.firstName, lastName: contact.lastName, company: contact.company, phones: contact.phones, address: orderAddress(record) };
}

const ranked = (record: NeutralRecord): number => profileRank(record) ?? 9;

/** When a record was last true: an old order that is edited today does not become the newest address. */
const newness = (record: Naming): number => momentMs(record.kind === 'order' ? record.placedAt : (record.updatedAt ?? record.createdAt)) ?? Number.NEGATIVE_INFINITY;

function byPrecedence(a: Naming, b: Naming): number {
  const rank = ranked(a) - ranked(b);
  if (rank !== 0) return rank;
  const [left, right] = [newness(a), newness(b)];
  return left === right ? byExternalId(a.externalId, b.externalId) : left > right ? -1 : 1;
}

/**
 * Account before one-off purchase before the buyer named in an order before a list entry, newest first. Orders that lead here by
 * their phone come last: somebody else of the family may have bought.
 */
export function contactSources(person: Person): readonly ContactSource[] {
  const seen = [...person.customers, ...person.orders, ...person.subscribers];
  return seen
    .filter(isPresent)
    .sort((a, b) => Number(a.guessed === true) - Number(b.guessed === true) || byPrecedence(a.record, b.record))
    .map(({ record }) => said(record));
}
