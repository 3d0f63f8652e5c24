import { isAllegroAddress } from '../allegro.js';
import type { AddressRules } from '../email.js';
import type { ExclusionReason } from './exclusion-texts.js';
import { isOfShop } from './of-shop.js';
import type { Person, PersonConsent } from './person.js';
import { accountsOf, isBareSubscriber, isPresent } from './present.js';
import type { ConsentSource, RouteOptions } from './route-options.js';
import { countingStatement } from './statements.js';

export type ScopeVerdict = { readonly send: true } | { readonly send: false; readonly reason: ExclusionReason };

const SEND: ScopeVerdict = { send: true };
const leaveOut = (reason: ExclusionReason): ScopeVerdict => ({ send: false, reason });

const TAG = 'clientTag:';

const newsletterEmail = (person: Person, shop: string | null): PersonConsent | null => countingStatement(person, { kind: 'newsletter', channel: 'email', shop, source: null });

/** What the consent the owner named says about a person; null: nothing. Exactly that consent, no other ever stands in for it. */
function chosenConsent(person: Person, source: ConsentSource, shop: string | null): 'granted' | 'refused' | null {
  if (source === 'orderConsent') return countingStatement(person, { kind: 'data_sharing', channel: null, shop, source: 'order' })?.state ?? null;
  if (source === 'newsletterEmail') return newsletterEmail(person, shop)?.state ?? null;
  // The whole label: `zgoda` must not be found in `zgoda=nie`.
  const label = source.slice(TAG.length);
  return accountsOf(person).some(({ record }) => record.tags?.includes(label) === true) ? 'granted' : null;
}

function consented(person: Person, { consentSource, shop }: RouteOptions): ScopeVerdict {
  // A list of subscribers is no list of people who let their data be shared, whatever it says about the newsletter.
  if (accountsOf(person).length === 0 && !person.orders.some(isPresent)) return leaveOut('subscriber_without_account');
  const state = consentSource === null ? null : chosenConsent(person, consentSource, shop);
  if (state === 'granted') return SEND;
  return leaveOut(state === 'refused' ? 'consent_refused' : 'no_consent');
}

/**
 * Everybody the shop knows. Somebody who only ever stood on its newsletter list is a subscriber as long as the newest statement
 * says so: whoever has left it before we knew them must not be made a contact, and the list of another shop is not this one's.
 */
function everyone(person: Person, { shop }: RouteOptions): ScopeVerdict {
  const knownHere = [...person.customers, ...person.orders].some((seen) => isPresent(seen) && isOfShop(seen.record.shop, shop));
  if (knownHere) return SEND;
  const state = newsletterEmail(person, shop)?.state ?? null;
  if (state === 'granted') return SEND;
  if (shop !== null && (state === null || !isBareSubscriber(person))) return leaveOut('other_shop');
  return leaveOut(state === 'refused' ? 'subscriber_left' : 'no_consent');
}

/**
 * Whether a person is a contact of a route. Says nothing about opt-outs: those of people who were delivered earlier go out all the
 * same, even when the person is left out from now on.
 */
export function scopeVerdict(person: Person, options: RouteOptions, addresses: AddressRules): ScopeVerdict {
  if (person.address === '') return leaveOut('no_address');
  if (isAllegroAddress(person.address, addresses.allegroDomains)) return leaveOut('masked_address');
  if (addresses.isGeneric(person.address)) return leaveOut('generic_address');
  if (![...person.customers, ...person.subscribers, ...person.orders].some(isPresent)) return leaveOut(person.refused?.values().next().value ?? 'gone_at_source');
  return options.scope === 'consented' ? consented(person, options) : everyone(person, options);
}
