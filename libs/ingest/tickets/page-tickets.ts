import type { KeyText } from '#libs/domain/identity-keys.js';
import type { AddressRules } from '#libs/domain/email.js';
import { ticketKeys } from '#libs/domain/ticket.js';
import type { Assigned, Assignment } from '../assign.js';

/** Keys a written record gives its card for the first time, as far as the record itself tells. */
function broughtBy(row: Assigned): readonly KeyText[] {
  if (row.customerId === null) return [];
  if (row.stored === null || row.stored.customer_id !== row.customerId) return row.allKeys;
  const had = new Set(row.stored.keys);
  return row.allKeys.filter((key) => !had.has(key));
}

const isSeen = (key: KeyText): boolean => key.startsWith('email_seen:');

/** Addresses as seen on records that waited for their owner. */
export const linkedTicketKeys = (linked: readonly { readonly keys: readonly KeyText[] }[], rules: AddressRules): KeyText[] => ticketKeys(linked.flatMap((row) => row.keys).filter(isSeen), rules);

/**
 * Keys by which tickets may be found after a page: joining keys nobody had, and addresses as seen that are new to a record. Most
 * pages bring none, and ask nothing.
 */
export function newTicketKeys(assignment: Assignment, rules: AddressRules): KeyText[] {
  return ticketKeys([...assignment.newIdentities.map((row) => row.key), ...assignment.plain.flatMap(broughtBy).filter(isSeen)], rules);
}
