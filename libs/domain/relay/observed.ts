import type { ConsentChannel, ConsentState } from '../records.js';
import type { Person, PersonConsent } from './person.js';
import { countingStatement } from './statements.js';

/** What was the case when a route looked last: the statement that counted then, with the moment it was first seen. */
export type PreviousConsent = { readonly state: ConsentState; readonly observedMs: number };

export type ConsentWish = { readonly to: 'in' | 'out'; readonly changedMs: number | null };

type Channel = Exclude<ConsentChannel, 'any'>;

/** The newsletter statement that counts for a channel of a shop; null: nothing was ever said. */
export function newsletterConsent(person: Person, channel: Channel, shop: string | null): PersonConsent | null {
  return countingStatement(person, { kind: 'newsletter', channel, shop, source: null });
}

/**
 * The change of a newsletter consent that is to be delivered, if any. Nothing follows from a statement that is missing, and a no
 * that was there before anything was delivered is no opt-out. Where another statement counts than before and it is not newer, or
 * it is an account's row that says nothing, nobody changed their mind: `consent_source_changed`, for a person to confirm.
 */
export function consentWishes(person: Person, channel: Channel, shop: string | null, previous: PreviousConsent | null): ConsentWish | 'consent_source_changed' | null {
  const current = newsletterConsent(person, channel, shop);
  if (current === null) return null;
  const { state, changedMs, observedMs, silent } = current;
  if (previous === null) return state === 'granted' ? { to: 'in', changedMs } : null;
  if (state === previous.state) return null;
  if (silent || observedMs <= previous.observedMs) return 'consent_source_changed';
  return { to: state === 'granted' ? 'in' : 'out', changedMs };
}
