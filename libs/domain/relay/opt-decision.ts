import type { ConsentState } from '../records.js';
import type { ExclusionReason } from './exclusion-texts.js';

/** What is known about one opt state of one contact. All times in ms since 1970. */
export type OptInput = {
  readonly consent: { readonly state: ConsentState; readonly changedMs: number | null };
  /** The contact as read just before; null: unknown there. */
  readonly remote: { readonly optedOut: boolean; readonly deleted: boolean } | null;
  readonly mapping: {
    readonly deliveredByUs: boolean;
    readonly createdByUsMs: number | null;
    /** Created opted in. */
    readonly createdWithFlags: boolean;
    readonly seenOptedIn: boolean;
    /** The last one. */
    readonly callback: { readonly direction: 'in' | 'out'; readonly atMs: number } | null;
    /** Reads that showed it opted out, since it was last seen otherwise. */
    readonly optedOutReads: number;
    readonly firstOptedOutMs: number | null;
    readonly lastOptedOutMs: number | null;
  };
};

const isRemoved = ({ remote, mapping }: OptInput): boolean => (remote === null ? mapping.deliveredByUs || mapping.createdByUsMs !== null : remote.deleted);

/** The moment the contact is known to have been opted out at by its last callback; null: it does not say so. */
const calledOutMs = ({ callback }: OptInput['mapping']): number | null => (callback?.direction === 'out' ? callback.atMs : null);

/**
 * The moment by which two reads have proved an opt-out; null: they have not. One read alone may be the first look at somebody who
 * left yesterday; and an opt-in callback after the first one means that the state now is of another, undated opt-out.
 */
function readOutMs({ callback, optedOutReads, firstOptedOutMs: first, lastOptedOutMs: last }: OptInput['mapping']): number | null {
  if (optedOutReads < 2 || first === null || last === null || last <= first) return null;
  return callback !== null && callback.direction === 'in' && callback.atMs >= first ? null : first;
}

/** The consent is proved newer than the contact's being opted out. */
function isProvedNewer(changedMs: number, { mapping }: OptInput): boolean {
  const called = calledOutMs(mapping);
  if (called !== null) return changedMs > called;
  // A contact made without flags counts as opted out there: that is nobody's wish.
  const { createdByUsMs, createdWithFlags, seenOptedIn, callback } = mapping;
  if (createdByUsMs !== null && !createdWithFlags && !seenOptedIn && callback === null && changedMs > createdByUsMs) return true;
  const read = readOutMs(mapping);
  return read !== null && changedMs > read;
}

/** The consent is not older than any opt-out of an address that is unknown there now. */
function outlivesOptOuts(changedMs: number, { mapping }: OptInput): boolean {
  return changedMs > Math.max(calledOutMs(mapping) ?? Number.NEGATIVE_INFINITY, mapping.lastOptedOutMs ?? Number.NEGATIVE_INFINITY);
}

/**
 * Whether a consent given in the shop subscribes the contact. `none`: nothing to do. Somebody who left there must never be written
 * to again because of an old tick in a shop, so everything that is not proved is left out.
 */
export function decideOptIn(input: OptInput): 'in' | 'none' | ExclusionReason {
  const { consent, remote, mapping } = input;
  const { changedMs } = consent;
  if (consent.state !== 'granted') return 'none';
  if (isRemoved(input)) return 'removed_there';
  const isEcho = mapping.callback?.direction === 'in' && (changedMs === null || changedMs <= mapping.callback.atMs);
  if (isEcho) return 'came_from_destination';
  if (remote !== null && !remote.optedOut) return 'none';
  if (changedMs === null) return 'consent_undated';
  const isNewer = remote === null ? outlivesOptOuts(changedMs, input) : isProvedNewer(changedMs, input);
  return isNewer ? 'in' : 'opted_out_there';
}

/**
 * Whether leaving the newsletter in the shop unsubscribes the contact. To be asked only for an observed change from granted to
 * refused (`consentWishes`). An undated one goes too: it was seen to happen, and in doubt nobody is written to.
 */
export function decideOptOut(input: OptInput): 'out' | 'none' | ExclusionReason {
  const { consent, remote, mapping } = input;
  const { changedMs } = consent;
  if (consent.state !== 'refused') return 'none';
  if (isRemoved(input)) return 'removed_there';
  // Unknown there: nobody to unsubscribe, and writing would make a contact.
  if (remote === null) return 'none';
  const { callback } = mapping;
  if (remote.optedOut) return callback?.direction === 'out' ? 'came_from_destination' : 'none';
  if (callback === null || changedMs === null || changedMs > callback.atMs) return 'out';
  return callback.direction === 'out' ? 'came_from_destination' : 'newer_there';
}
