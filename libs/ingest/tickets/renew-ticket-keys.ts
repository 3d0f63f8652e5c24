import type { AddressRules } from '#libs/domain/email.js';
import { senderKey } from '#libs/domain/ticket.js';
import type { IngestSession } from '../session.js';
import { placeTickets, type TicketRow } from './place-tickets.js';
import { NEXT_TICKETS, RENEW_KEYS } from './statements-store.js';
import { FIND_TICKETS_BY_ID } from './statements-tickets.js';

const PAGE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type KeyRow = { readonly id: string; readonly sender: string | null; readonly address: string | null; readonly lookup_key: string | null };

/**
 * Derives the keys of stored tickets behind `after` anew and looks for their cards; one page. Runs inside the caller's
 * transaction, under the exclusive lock. Returns the last id, null behind the last page: so that a caller with very many tickets
 * may commit in between.
 */
export async function renewTicketPage(session: IngestSession, workspaceId: string, rules: AddressRules, after: string | null): Promise<string | null> {
  const { rows } = await session.query<KeyRow>(NEXT_TICKETS, [workspaceId, after ?? BEFORE_ALL, PAGE]);
  const changed = rows.flatMap((row) => {
    const { address, lookupKey } = senderKey(row.sender, rules);
    return address === row.address && lookupKey === row.lookup_key ? [] : [{ id: row.id, address, lookup_key: lookupKey }];
  });
  if (changed.length > 0) await session.query(RENEW_KEYS, [JSON.stringify(changed)]);
  if (rows.length > 0) await placeTickets(session, workspaceId, (await session.query<TicketRow>(FIND_TICKETS_BY_ID, [workspaceId, rows.map((row) => row.id)])).rows);
  return rows.length < PAGE ? null : (rows.at(-1)?.id ?? null);
}

/**
 * After the list of Allegro's domains or of generic addresses changed, and when Allegro was switched on: all tickets of the
 * workspace, in the caller's transaction, under the exclusive lock. Cards must have been brought up to date before, or be brought
 * up to date behind it by a re-apply, which looks for the tickets of every card it touches.
 */
export async function renewTicketKeys(session: IngestSession, workspaceId: string, rules: AddressRules): Promise<void> {
  let after = await renewTicketPage(session, workspaceId, rules, null);
  while (after !== null) after = await renewTicketPage(session, workspaceId, rules, after);
}
