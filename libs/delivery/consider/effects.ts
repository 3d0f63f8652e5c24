import type { OptWish } from '#libs/domain/relay/writes.js';
import type { RelayEvent } from '#libs/domain/relay/route-options.js';

/** What becomes of one possible effect of a record; each is counted once in the route's ledger. */
export type Verdict = { readonly send: true } | { readonly send: false; readonly reason: string; readonly detail?: string } | { readonly send: 'already_sent' };

export type ConsentChannelName = 'email' | 'sms';

/** What a delivery is for, beyond its key. */
export type Wish = { readonly opt?: OptWish; readonly changedMs?: number | null; readonly renameFrom?: string };

/** One effect a record may have at the destination. `hash` is of what would be sent, where that decides whether it is sent. */
export type Effect = {
  readonly kind: 'contact' | 'consent' | 'event';
  /** `contact`, `consent:email`, `event:PURCHASE:1042`. */
  readonly key: string;
  readonly address: string | null;
  readonly recordId: string;
  readonly externalId: string;
  readonly orderId: string | null;
  readonly eventType: RelayEvent | null;
  readonly wish: Wish | null;
  readonly silent: boolean;
  readonly hash: Buffer | null;
  readonly verdict: Verdict;
};

export const CONTACT_KEY = 'contact';
export const consentKey = (channel: ConsentChannelName): string => `consent:${channel}`;
export const eventKey = (type: RelayEvent, id: string): string => `event:${type}:${id}`;

/** What an exclusion is remembered under: of an order one entry an event type, whatever its number. */
export const effectName = (effect: Effect): string => (effect.kind === 'event' ? `event:${effect.eventType ?? ''}` : effect.key);
