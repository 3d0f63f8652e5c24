import { z } from 'zod';
import { pageQuery } from '../http/page.js';
import { cardBrief } from '../decisions/decision.schemas.js';

/** A position holds the shared value, which may be long. */
const LONGEST_CURSOR = 4_000;

export const proposalQuery = pageQuery.extend({
  kind: z.enum(['cards', 'tickets']).default('cards').meta({ description: 'Cards that are perhaps one person, or tickets that may belong to several cards' }),
  cursor: z.string().max(LONGEST_CURSOR).optional().meta({ description: 'nextCursor of the page before' }),
});
export type ProposalQuery = z.infer<typeof proposalQuery>;

const time = z.iso.datetime();

export const cardProposalView = z.object({
  kind: z.literal('cards'),
  id: z.string().meta({ description: 'Both card ids; the first one stays when the proposal is accepted' }),
  customers: z.array(cardBrief),
  reasons: z.array(z.object({ rule: z.string(), message: z.string(), value: z.string().meta({ description: 'What both cards share' }), since: time })),
  since: time.meta({ description: 'When both cards first shared one of the reasons' }),
}).meta({ id: 'CardProposal' });
export type CardProposalView = z.infer<typeof cardProposalView>;

export const ticketProposalView = z.object({
  kind: z.literal('tickets'),
  id: z.string(),
  ticket: z.object({ id: z.string(), source: z.string(), externalId: z.string().nullable(), subject: z.string().nullable(), address: z.string().nullable(), status: z.string().nullable(), url: z.string().nullable(), openedAt: time.nullable() }),
  customers: z.array(cardBrief).meta({ description: 'Cards the ticket may belong to' }),
  assign: z.string().meta({ description: 'Where the ticket is given to one of them' }),
  since: time,
}).meta({ id: 'TicketProposal' });
export type TicketProposalView = z.infer<typeof ticketProposalView>;

export const proposalView = z.discriminatedUnion('kind', [cardProposalView, ticketProposalView]);
export type ProposalView = z.infer<typeof proposalView>;
