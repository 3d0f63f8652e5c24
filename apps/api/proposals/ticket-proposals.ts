import type { EntityManager } from 'typeorm';
import { cardBriefs } from '../decisions/card-briefs.js';
import type { TicketProposalView } from './proposal.schemas.js';

type Row = Omit<TicketProposalView['ticket'], 'openedAt'> & { readonly openedAt: Date | null; readonly candidates: string[]; readonly since: Date };

const ROWS = `select t.id, t.source, t.external_id as "externalId", t.subject, t.address, t.status, t.url, t.opened_at as "openedAt", t.candidates, t.updated_at as since
  from ticket t where t.workspace_id = $1 and t.candidates <> '{}' and ($2::uuid is null or t.id > $2) and ($3::uuid is null or $3 = any(t.candidates)) order by t.id limit $4`;

/** Tickets that may belong to more than one card, or to this one among others. */
export async function ticketProposals(db: Pick<EntityManager, 'query'>, workspaceId: string, { after, customerId, limit }: { readonly after: string | null; readonly customerId: string | null; readonly limit: number }): Promise<TicketProposalView[]> {
  const rows = await db.query<Row[]>(ROWS, [workspaceId, after, customerId, limit]);
  const cards = await cardBriefs(db, workspaceId, rows.flatMap((row) => row.candidates));
  return rows.map(({ candidates, since, openedAt, ...ticket }) => ({
    kind: 'tickets',
    id: ticket.id,
    ticket: { ...ticket, openedAt: openedAt?.toISOString() ?? null },
    customers: candidates.flatMap((id) => cards.get(id) ?? []),
    assign: `/api/v1/tickets/${ticket.id}/assign`,
    since: since.toISOString(),
  }));
}
