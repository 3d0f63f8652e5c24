import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mergeCards } from '#libs/desk/merge-cards.js';
import { splitCard } from '#libs/desk/split-card.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { briefsOf } from '../decisions/card-briefs.js';
import type { DecidedView } from '../decisions/decision.schemas.js';
import { decisionText, PREVIEW_TEXT } from '../decisions/decision.texts.js';
import { DeskService } from '../decisions/desk.service.js';
import type { Merge, Split, SplitView } from './customer-desk.schemas.js';

type Ref = SplitView['customers'][number]['records'][number];

const RECORDS = `select id, integration_id as "integrationId", kind, external_id as "externalId" from source_record where workspace_id = $1 and customer_id = $2 order by kind, integration_id, external_id, id`;

/** Merging and splitting cards. */
@Injectable()
export class CustomerDeskService {
  constructor(@Inject(DeskService) private readonly desk: DeskService) {}

  /** The card of the path stays. @throws ApiProblem 404, 409 `card_joined`, `already_one_card`, 422 `same_card` */
  async merge(caller: Principal, id: string, body: Merge, language: Language): Promise<DecidedView> {
    return await this.desk.decide(caller, async (desk) => {
      const { decisionId, customerId } = await mergeCards(desk, { customerId: id, other: body.customerId, note: body.note ?? null });
      const customers = await briefsOf(desk.manager, caller.workspaceId, [customerId]);
      return { result: { message: decisionText('merge', language), decisionId, customers }, audit: { action: 'customer.merge', objectId: customerId, detail: { decisionId, joined: body.customerId } } };
    });
  }

  /** A preview does everything and takes it back. @throws ApiProblem 404, 409, 422 as the desk refuses */
  async split(caller: Principal, id: string, body: Split, dryRun: boolean, language: Language): Promise<SplitView> {
    return await this.desk.decide<SplitView>(caller, async (desk) => {
      const { decisionId, customerId, newCustomerId } = await splitCard(desk, { customerId: id, records: body.records, keepAlone: body.keepAlone, note: body.note ?? null });
      const customers = await this.show(desk.manager, caller.workspaceId, [customerId, newCustomerId]);
      if (dryRun) return { result: { message: PREVIEW_TEXT[language], decisionId: null, customers: customers.map((card) => (card.id === newCustomerId ? { ...card, id: null } : card)) }, audit: null };
      return { result: { message: decisionText('split', language), decisionId, customers }, audit: { action: 'customer.split', objectId: customerId, detail: { decisionId, newCustomerId } } };
    });
  }

  private async show(manager: EntityManager, workspaceId: string, cards: readonly string[]): Promise<SplitView['customers']> {
    const shown: SplitView['customers'] = [];
    for (const brief of await briefsOf(manager, workspaceId, cards)) shown.push({ ...brief, records: await manager.query<Ref[]>(RECORDS, [workspaceId, brief.id]) });
    return shown;
  }
}
