import type { CustomerRecord, NeutralRecord } from '../records.js';
import type { Person, Seen } from './person.js';

/** Still at the source: neither gone from its lists nor marked as deleted there. */
export function isPresent(seen: Seen<NeutralRecord>): boolean {
  return !seen.gone && !(seen.record.kind === 'customer' && seen.record.deleted);
}

/** Registered customers that are still there. */
export function accountsOf(person: Person): readonly Seen<CustomerRecord>[] {
  return person.customers.filter((seen) => seen.record.standing === 'account' && isPresent(seen));
}

/** Known by nothing but newsletter lists. */
export function isBareSubscriber(person: Person): boolean {
  return !person.customers.some(isPresent) && !person.orders.some(isPresent) && person.subscribers.some(isPresent);
}
