import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listDecisions, type DecisionRow } from '#libs/desk/decisions.js';
import { undoDecision } from '#libs/desk/undo-decision.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { findCustomer } from '../customers/customer.finder.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { briefsOf } from './card-briefs.js';
import type { DecidedView, DecisionQuery, DecisionView } from './decision.schemas.js';
import { decisionText, undoneText } from './decision.texts.js';
import { DeskService } from './desk.service.js';

const MOST_ON_CARD = 50;

function decisionViewOf(row: DecisionRow, language: Language): DecisionView {
  const { records } = row.detail;
  return {
    id: row.id,
    kind: row.kind,
    message: decisionText(row.kind, language),
    by: { actor: row.actor, name: row.actorName },
    note: row.note,
    customers: [...row.detail.cards],
    records: Array.isArray(records) ? records.length : null,
    at: row.createdAt.toISOString(),
    undone: row.undoneAt === null ? null : { at: row.undoneAt.toISOString(), by: row.undoneBy ?? '' },
  };
}

/** What people decided about cards. */
@Injectable()
export class DecisionsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeskService) private readonly desk: DeskService,
  ) {}

  /** Newest first. @throws ApiProblem 404 for an unknown card */
  async list(caller: Principal, query: DecisionQuery, language: Language): Promise<ListPage<DecisionView>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const customerId = query.customerId === undefined ? null : (await findCustomer(this.dataSource, caller.workspaceId, query.customerId)).id;
    const rows = await listDecisions(this.dataSource, caller.workspaceId, { before, limit: query.limit + 1, customerId });
    return toPage(rows, query.limit, (row) => [row.id], (row) => decisionViewOf(row, language));
  }

  /** Those in force that made a card what it is. */
  async onCard(workspaceId: string, customerId: string, language: Language): Promise<DecisionView[]> {
    const rows = await listDecisions(this.dataSource, workspaceId, { before: null, limit: MOST_ON_CARD, customerId });
    return rows.filter((row) => row.undoneAt === null).map((row) => decisionViewOf(row, language));
  }

  /** @throws ApiProblem 404, 409 `decision_undone`, `decision_built_upon` */
  async undo(caller: Principal, id: string, language: Language): Promise<DecidedView> {
    return await this.desk.decide(caller, async (desk) => {
      const { kind, cards } = await undoDecision(desk, id);
      const customers = await briefsOf(desk.manager, caller.workspaceId, cards);
      return { result: { message: undoneText(kind, cards.length, language), decisionId: id, customers }, audit: { action: 'customer.undo', objectId: cards[0] ?? id, detail: { decisionId: id, kind } } };
    });
  }
}
