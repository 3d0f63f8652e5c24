import { allegroBase, isAllegroAddress } from './allegro.js';
import { normalizeEmail } from './email.js';
import type { NeutralRecord, OrderRecord } from './records.js';

const addressesOf = (order: OrderRecord): string[] => [order.contact?.email ?? null, ...(order.marketplace?.emails ?? [])].filter((email) => email !== null);

/** Newest order first; the id decides between orders of one moment. */
const newestFirst = (a: OrderRecord, b: OrderRecord): number => {
  const [left, right] = [a, b].map((order) => `${order.placedAt?.utc ?? ''}|${order.externalId.padStart(20, '0')}`) as [string, string];
  return left > right ? -1 : left < right ? 1 : 0;
};

/**
 * The address a person is written to: the first real one, else the masked one of their newest order, since Allegro gives every order
 * another (sheet on Allegro, B5), else any masked one in full. Never the base form: nothing that is sent to it arrives.
 * `emails` in the order of precedence.
 */
export function cardEmail(emails: readonly string[], records: readonly NeutralRecord[], allegroDomains: ReadonlySet<string>): string | null {
  const real = emails.find((value) => !isAllegroAddress(value, allegroDomains));
  if (real !== undefined) return real;
  const isFull = (value: string): boolean => isAllegroAddress(value, allegroDomains) && allegroBase(value, allegroDomains) !== normalizeEmail(value);
  const ordered = records.filter((record) => record.kind === 'order').sort(newestFirst).flatMap(addressesOf);
  return [...ordered, ...emails].find(isFull) ?? null;
}
