import { ERASED, isBuried } from '#libs/domain/tombstones.js';
import { findTombstones, readErasures } from '../erased.js';
import type { RefuseTickets } from './store-tickets.js';

const openedMs = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Date.parse(text));

/** Tickets of erased persons are not stored, unless they were opened after the erasure; undated ones are not. */
export const refuseErased: RefuseTickets = async (session, workspaceId, tickets) => {
  const { salt } = await readErasures(session, workspaceId);
  const keys = tickets.flatMap(({ key }) => key.lookupKey ?? []);
  if (salt === null || keys.length === 0) return tickets.map(() => null);
  const buried = await findTombstones(session, workspaceId, salt, keys);
  return tickets.map(({ ticket, key }) => {
    const at = key.lookupKey === null ? undefined : buried.get(key.lookupKey);
    return at !== undefined && isBuried(openedMs(ticket.openedAt), at) ? ERASED : null;
  });
};
