import { ERASED, isBuried, sourceName } from '#libs/domain/tombstones.js';
import { findTombstones, readErasures } from '../erased.js';
import type { ReadTicket, RefuseTickets } from './store-tickets.js';

/** What an erased person's ticket may be known by: its number at the help desk, and the key of its sender. */
function namesOf({ ticket, key }: ReadTicket): string[] {
  return [...(ticket.externalId === null ? [] : [sourceName('ticket', ticket.source, ticket.externalId)]), ...(key.lookupKey === null ? [] : [key.lookupKey])];
}

const openedMs = (openedAt: string | null | undefined): number | null => (openedAt === null || openedAt === undefined ? null : Date.parse(openedAt));

/** Tickets of erased persons are not stored, unless they were opened after the erasure; undated ones are not. */
export const refuseErased: RefuseTickets = async (session, workspaceId, tickets) => {
  const { salt } = await readErasures(session, workspaceId);
  if (salt === null) return tickets.map(() => null);
  const buried = await findTombstones(session, workspaceId, salt, tickets.flatMap(namesOf));
  return tickets.map((one) => {
    const born = openedMs(one.ticket.openedAt);
    const isOut = namesOf(one).some((name) => {
      const at = buried.get(name);
      return at !== undefined && isBuried(born, at);
    });
    return isOut ? ERASED : null;
  });
};
