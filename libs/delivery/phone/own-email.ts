import { normalizeEmail } from '#libs/domain/email.js';
import type { NeutralRecord } from '#libs/domain/records.js';

/** The e-mail a record itself tells, as received. */
export function ownEmail(record: NeutralRecord): string | null {
  if (record.kind === 'customer' || record.kind === 'subscriber') return record.email;
  return record.kind === 'order' ? (record.contact?.email ?? null) : null;
}

/** Orders that have no customer to speak for, and so only themselves to tell an address. */
export const speaksForItself = (record: NeutralRecord, ownerId: string | null): boolean => record.kind === 'order' && (ownEmail(record) !== null || ownerId === null);

/** Whether a record leads to an address that was found by its phone: neither it nor its customer tells that address. */
export function isByPhone(record: NeutralRecord, ownerId: string | null, address: string): boolean {
  return speaksForItself(record, ownerId) && normalizeEmail(ownEmail(record)) !== address;
}
