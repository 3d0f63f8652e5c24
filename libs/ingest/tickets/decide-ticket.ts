import { keyText, type KeyText } from '#libs/domain/identity-keys.js';
import { isMaskedKey } from '#libs/domain/ticket.js';

/** A card that holds a key, and what brought the key there. */
export type Holder = { readonly customerId: string; readonly integrationId: string; readonly recordId: string | null };

/** What is known of the keys of some tickets at this moment. */
export type Claims = {
  /** Owners of joining keys. */
  readonly owners: ReadonlyMap<KeyText, Holder>;
  /** Cards that hold a key as a hint: addresses as seen, and joining keys that join nothing any more. */
  readonly hints: ReadonlyMap<KeyText, readonly Holder[]>;
  /** Keys a person has split. */
  readonly split: ReadonlySet<KeyText>;
  /** Masked senders are looked for only while the workspace has Allegro switched on. */
  readonly allegroOn: boolean;
};

/** A ticket no person has decided about, as deciding needs it. */
export type OpenTicket = { readonly address: string | null; readonly lookupKey: KeyText | null; readonly customerId: string | null };

export const TICKET_RULES = ['full_address', 'base_address'] as const;
export type TicketRule = (typeof TICKET_RULES)[number];

/** Where a ticket belongs. `keep`: it stays where it is, whatever the cards say. */
export type Decision =
  | { readonly kind: 'assign'; readonly rule: TicketRule; readonly holder: Holder }
  | { readonly kind: 'propose'; readonly candidates: readonly string[]; readonly stays: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'keep' };

const NONE: Decision = { kind: 'none' };

/** Key by which cards hold the address as it was received. */
export const fullKey = (ticket: OpenTicket): KeyText => keyText('email_seen', ticket.address ?? '');

/** Holders by the first level at which there are any. A hint never outweighs the owner of the joining key: both then claim the ticket. */
function claimants(ticket: OpenTicket, lookupKey: KeyText, claims: Claims): { readonly rule: TicketRule; readonly holders: readonly Holder[] } {
  const owner = claims.owners.get(lookupKey);
  const atBase = owner === undefined ? (claims.hints.get(lookupKey) ?? []) : [owner];
  if (!isMaskedKey(lookupKey)) return { rule: 'full_address', holders: atBase };
  const atFull = claims.hints.get(fullKey(ticket)) ?? [];
  if (atFull.length === 0) return { rule: 'base_address', holders: atBase };
  return { rule: 'full_address', holders: owner === undefined ? atFull : [...atFull, owner] };
}

/**
 * The card of a ticket: a pure function of the cards that are there, so that no order of arrival can change it. The one thing
 * it knows of the past is that a split does not take a ticket from the card it is on.
 */
export function decideTicket(ticket: OpenTicket, claims: Claims): Decision {
  const { lookupKey } = ticket;
  if (lookupKey === null) return NONE;
  if (isMaskedKey(lookupKey) && !claims.allegroOn) return { kind: 'keep' };
  const { rule, holders } = claimants(ticket, lookupKey, claims);
  const cards = [...new Set(holders.map((holder) => holder.customerId))].sort();
  const [holder] = holders;
  if (holder === undefined) return NONE;
  if (cards.length === 1) return { kind: 'assign', rule, holder };
  return { kind: 'propose', candidates: cards, stays: claims.split.has(lookupKey) && ticket.customerId !== null && cards.includes(ticket.customerId) };
}
