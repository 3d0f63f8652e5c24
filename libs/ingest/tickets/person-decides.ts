import type { IngestSession, Statement } from '../session.js';
import { placeTickets, type TicketRow } from './place-tickets.js';
import { FIND_TICKETS_BY_ID } from './statements-tickets.js';

const ASSIGN: Statement = {
  name: 'tickets_assign',
  text: `update ticket set customer_id = $3, assigned_by = 'person', assigned_at = now(), reason = jsonb_build_object('decidedBy', $4::text), candidates = '{}', updated_at = now()
    where id = $2 and workspace_id = $1`,
};

const RELEASE: Statement = {
  name: 'tickets_release',
  text: `update ticket set customer_id = null, assigned_by = null, assigned_at = null, reason = null, candidates = '{}', updated_at = now()
    where id = $2 and workspace_id = $1 and assigned_by = 'person'`,
};

/** A person decides whose a ticket is; null: nobody's. Runs under the exclusive lock, so that the card is not joined away meanwhile. */
export async function assignTicket(session: IngestSession, workspaceId: string, id: string, customerId: string | null, actor: string): Promise<void> {
  await session.query(ASSIGN, [workspaceId, id, customerId, actor]);
}

/** Gives a ticket a person decided about back to the rules, which look for its card at once. Runs under the exclusive lock. */
export async function releaseTicket(session: IngestSession, workspaceId: string, id: string): Promise<void> {
  await session.query(RELEASE, [workspaceId, id]);
  await placeTickets(session, workspaceId, (await session.query<TicketRow>(FIND_TICKETS_BY_ID, [workspaceId, [id]])).rows);
}
