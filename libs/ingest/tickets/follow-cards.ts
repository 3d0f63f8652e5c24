import type { AddressRules } from '#libs/domain/email.js';
import type { KeyText } from '#libs/domain/identity-keys.js';
import { ticketKeys } from '#libs/domain/ticket.js';
import { settled, type IngestSession } from '../session.js';
import { placeTickets, type TicketRow } from './place-tickets.js';
import { FIND_TICKETS, FIND_TICKETS_ON_CARDS, FOLLOW_TICKETS } from './statements-tickets.js';

/** Cards that were grouped anew. */
export type Regrouped = {
  /** All keys of the records on them, joining and hinting. */
  readonly keys: Iterable<KeyText>;
  readonly cards: readonly string[];
  /** Cards left without records, and the card that took them. */
  readonly emptied: readonly { readonly id: string; readonly merged_into: string | null }[];
};

/**
 * Tickets go with their cards: what people assigned follows a card into the one it was joined into, everything else is decided
 * anew. Runs inside the caller's transaction, under the exclusive lock, after the cards are stored.
 */
export async function followCards(session: IngestSession, workspaceId: string, { keys, cards, emptied }: Regrouped, rules: AddressRules): Promise<void> {
  if (emptied.length > 0) await session.query(FOLLOW_TICKETS, [JSON.stringify(emptied)]);
  const lookupKeys = ticketKeys(keys, rules);
  const [byKey, onCards] = await settled([
    lookupKeys.length === 0 ? Promise.resolve({ rows: [] }) : session.query<TicketRow>(FIND_TICKETS, [workspaceId, lookupKeys]),
    session.query<TicketRow>(FIND_TICKETS_ON_CARDS, [workspaceId, cards]),
  ]);
  await placeTickets(session, workspaceId, [...new Map([...byKey.rows, ...onCards.rows].map((row) => [row.id, row])).values()]);
}
