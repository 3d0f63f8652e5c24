import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { acceptProposal, refuseProposal } from '#libs/desk/decide-proposal.js';
import { listProposals, placeOf, proposalsOfCard, type Proposal } from '#libs/desk/proposals.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { findCustomer } from '../customers/customer.finder.js';
import { ruleText } from '../customers/rule-texts.js';
import { briefsOf, cardBriefs } from '../decisions/card-briefs.js';
import type { CardBrief, DecidedView } from '../decisions/decision.schemas.js';
import { decisionText } from '../decisions/decision.texts.js';
import { DeskService } from '../decisions/desk.service.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import type { CardProposalView, ProposalQuery, ProposalView } from './proposal.schemas.js';
import { ticketProposals } from './ticket-proposals.js';

const MOST_TICKETS = 200;
const ANYTHING = /^[\s\S]*$/u;

function viewOf({ id, lower, higher, reasons }: Proposal, cards: ReadonlyMap<string, CardBrief>, language: Language): CardProposalView {
  return {
    kind: 'cards',
    id,
    customers: [lower, higher].flatMap((card) => cards.get(card) ?? []),
    reasons: reasons.map(({ type, value, since }) => ({ rule: type, message: ruleText(type, language), value, since: since.toISOString() })),
    since: new Date(Math.min(...reasons.map(({ since }) => since.getTime()))).toISOString(),
  };
}

/** Cards that are perhaps one person, and tickets that may belong to several. */
@Injectable()
export class ProposalsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeskService) private readonly desk: DeskService,
  ) {}

  async list(caller: Principal, query: ProposalQuery, language: Language): Promise<ListPage<ProposalView>> {
    if (query.kind === 'tickets') {
      const after = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
      const tickets = await ticketProposals(this.dataSource.manager, caller.workspaceId, { after, customerId: null, limit: query.limit + 1 });
      return toPage(tickets, query.limit, (ticket) => [ticket.id], (ticket) => ticket);
    }
    const after = decodeCursor(query.cursor, [ANYTHING, ANYTHING, ID_PATTERN, ID_PATTERN]);
    const proposals = await listProposals(this.dataSource.manager, caller.workspaceId, after === null ? null : [after[0] ?? '', after[1] ?? '', after[2] ?? '', after[3] ?? ''], query.limit + 1);
    const cards = await this.briefs(caller.workspaceId, proposals);
    return toPage(proposals, query.limit, placeOf, (proposal) => viewOf(proposal, cards, language));
  }

  /** All of one card: a hint of more than a few cards proposes nothing, so these are few. @throws ApiProblem 404 */
  async ofCard(caller: Principal, id: string, language: Language): Promise<ListPage<ProposalView>> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    const proposals = await proposalsOfCard(this.dataSource.manager, caller.workspaceId, customer.id);
    const cards = await this.briefs(caller.workspaceId, proposals);
    const tickets = await ticketProposals(this.dataSource.manager, caller.workspaceId, { after: null, customerId: customer.id, limit: MOST_TICKETS });
    return { items: [...proposals.map((proposal) => viewOf(proposal, cards, language)), ...tickets], nextCursor: null };
  }

  /** How many cards are proposed to be the same person as this one. */
  async count(workspaceId: string, customerId: string): Promise<number> {
    return (await proposalsOfCard(this.dataSource.manager, workspaceId, customerId)).length;
  }

  /** @throws ApiProblem 404, 409 `card_joined`, `not_proposed`, `already_refused` */
  async accept(caller: Principal, id: string, note: string | null, language: Language): Promise<DecidedView> {
    return await this.desk.decide(caller, async (desk) => {
      const { decisionId, customerId, other } = await acceptProposal(desk, id, note);
      const customers = await briefsOf(desk.manager, caller.workspaceId, [customerId]);
      return { result: { message: decisionText('merge', language), decisionId, customers }, audit: { action: 'customer.merge', objectId: customerId, detail: { decisionId, joined: other, proposal: true } } };
    });
  }

  /** @throws ApiProblem as for `accept` */
  async refuse(caller: Principal, id: string, note: string | null, language: Language): Promise<DecidedView> {
    return await this.desk.decide(caller, async (desk) => {
      const { decisionId, cards } = await refuseProposal(desk, id, note);
      const customers = await briefsOf(desk.manager, caller.workspaceId, cards);
      return { result: { message: decisionText('refuse', language), decisionId, customers }, audit: { action: 'customer.refuse', objectId: cards[0], detail: { decisionId, other: cards[1] } } };
    });
  }

  private async briefs(workspaceId: string, proposals: readonly Proposal[]): Promise<ReadonlyMap<string, CardBrief>> {
    return await cardBriefs(this.dataSource.manager, workspaceId, proposals.flatMap(({ lower, higher }) => [lower, higher]));
  }
}
