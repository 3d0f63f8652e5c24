import { latestStatement, type ConsentStatement } from '#libs/domain/consent.js';
import { normalizeEmail } from '#libs/domain/email.js';
import type { CustomerRecord, SubscriberRecord } from '#libs/domain/records.js';

/** Why an address of the newsletter list is not in the file. */
export const SUBSCRIBER_REASONS = ['account_holder', 'not_granted', 'opted_out_there', 'removed_there', 'excluded', 'unsafe_address'] as const;
export type SubscriberReason = (typeof SUBSCRIBER_REASONS)[number];

/** A stored record that carries an address, or carried it once. `consents`: what it says about newsletters by e-mail. */
export type Carrier = {
  readonly record: CustomerRecord | SubscriberRecord;
  readonly gone: boolean;
  readonly excluded: boolean;
  readonly consents: readonly { readonly shop: string | null; readonly state: 'granted' | 'refused'; readonly changedMs: number | null; readonly observedMs: number }[];
};

/** All that decides about one address. Times in ms since 1970. */
export type SubscriberFacts = {
  /** Lower-cased and trimmed. */
  readonly address: string;
  readonly carriers: readonly Carrier[];
  /** When the person is last known to have opted out at the destination; null: not, or in again since. */
  readonly outMs: number | null;
  readonly removed: boolean;
};

export type SubscriberVerdict = { readonly send: true; readonly name: string | null } | { readonly send: false; readonly reason: SubscriberReason };

/** What spreadsheets take for a formula, wide forms included (OWASP, "CSV injection"). An address cannot be written another way. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

const leaveOut = (reason: SubscriberReason): SubscriberVerdict => ({ send: false, reason });

function isAccount({ record, gone }: Carrier): boolean {
  if (gone) return false;
  return record.kind === 'subscriber' ? record.ownerId !== null : record.standing === 'account' && !record.deleted;
}

/** A record that is gone grants nothing, but its no stays a no. */
function statementsOf({ gone, consents }: Carrier, shop: string | null): ConsentStatement[] {
  return consents
    .filter((one) => (shop === null || one.shop === shop) && (!gone || one.state === 'refused'))
    .map(({ state, changedMs, observedMs }) => ({ state, changedMs, observedMs, byAccount: false, silent: false }));
}

/** Lists know no names; a purchase without an account may have told one. */
function nameOf(carriers: readonly Carrier[]): string | null {
  for (const { record, gone } of carriers) {
    if (gone || record.kind !== 'customer' || record.deleted) continue;
    const name = [record.firstName, record.lastName].flatMap((part) => part?.trim() ?? []).filter((part) => part !== '').join(' ');
    if (name !== '') return name;
  }
  return null;
}

/**
 * Whether an address belongs into the file of subscribers without an account. `shop`: the one the route is about; null: the only
 * one. Importing a file subscribes people, so everything that speaks against it counts, and a consent must be proved newer than an
 * opt-out at the destination.
 */
export function subscriberVerdict({ address, carriers, outMs, removed }: SubscriberFacts, shop: string | null): SubscriberVerdict {
  // Keys tell what a record ever carried; here it counts what it carries.
  const own = carriers.filter((one) => normalizeEmail(one.record.email) === address);
  if (own.some(isAccount)) return leaveOut('account_holder');
  const consent = latestStatement(own.flatMap((one) => statementsOf(one, shop)));
  const listed = own.some(({ record, gone }) => record.kind === 'subscriber' && !gone && (shop === null || record.shop === null || record.shop === shop));
  if (!listed || consent?.state !== 'granted') return leaveOut('not_granted');
  if (removed) return leaveOut('removed_there');
  if (outMs !== null && (consent.changedMs === null || consent.changedMs <= outMs)) return leaveOut('opted_out_there');
  if (own.some((one) => one.excluded)) return leaveOut('excluded');
  return FORMULA.test(address) ? leaveOut('unsafe_address') : { send: true, name: nameOf(own) };
}
