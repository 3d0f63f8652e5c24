import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FieldType, Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { allegroOnCard, allegroRulesOf } from './allegro-on-card.js';
import { DecisionsService } from '../decisions/decisions.service.js';
import { ProposalsService } from '../proposals/proposals.service.js';
import { consentsNotWritten } from './consents-not-written.js';
import type { CardView } from './customer.schemas.js';
import { findCustomer } from './customer.finder.js';
import { ruleText } from './rule-texts.js';
import { TabsService } from './tabs.service.js';

type Key = { readonly type: string; readonly value: string };
type FieldRow = { readonly key: string; readonly label: string; readonly type: FieldType; readonly value: string; readonly integrationId: string };

const KEYS = `select type, value from identity where customer_id = $1 and workspace_id = $2 union select type, value from hint where customer_id = $1 and workspace_id = $2 order by 1, 2`;
const FIELDS = `
  select f.key, f.label, f.type, coalesce(v.text_value, v.number_value::text, v.date_value::text) as value, v.integration_id as "integrationId"
  from customer_field_value v join custom_field f on f.id = v.field_id where v.customer_id = $1 and v.workspace_id = $2 order by f.label, f.id`;
/** Keys that more than one record carries are what holds the card together. */
const REASONS = `
  select rule, count(distinct id)::int as records from (
    select s.id, split_part(k.key, ':', 1) as rule, count(*) over (partition by k.key) as sharing
    from source_record s, unnest(s.keys) as k(key) where s.customer_id = $1 and s.workspace_id = $2
  ) carried where sharing > 1 group by rule order by 2 desc, 1`;

const TICKETS = `select count(*)::int as count from ticket where customer_id = $1 and workspace_id = $2`;

function valuesOf(keys: readonly Key[], type: string): string[] {
  return keys.filter((key) => key.type === type).map((key) => key.value);
}

/** The card: everything a support agent sees of one person. */
@Injectable()
export class CardService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TabsService) private readonly tabs: TabsService,
    @Inject(DecisionsService) private readonly decisions: DecisionsService,
    @Inject(ProposalsService) private readonly proposals: ProposalsService,
  ) {}

  /** @throws ApiProblem 404 */
  async read(caller: Principal, id: string, language: Language): Promise<CardView> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    const values = [customer.id, caller.workspaceId];
    const [keys, fields, reasons, tabs, tickets, notWritten, rules, decisions, proposals] = await Promise.all([
      this.dataSource.query<Key[]>(KEYS, values),
      this.dataSource.query<FieldRow[]>(FIELDS, values),
      this.dataSource.query<{ rule: string; records: number }[]>(REASONS, values),
      this.tabs.all(caller.workspaceId, customer.id),
      this.dataSource.query<{ count: number }[]>(TICKETS, values),
      consentsNotWritten(this.dataSource.manager, caller.workspaceId, customer.id, language),
      allegroRulesOf(this.dataSource, caller.workspaceId),
      this.decisions.onCard(caller.workspaceId, customer.id, language),
      this.proposals.count(caller.workspaceId, customer.id),
    ]);
    return {
      id: customer.id,
      name: customer.name,
      email: customer.email,
      company: customer.company,
      emails: valuesOf(keys, 'email'),
      phones: valuesOf(keys, 'phone'),
      allegro: allegroOnCard(keys, rules),
      fields,
      tabs,
      ticketCount: tickets[0]?.count ?? 0,
      consentsNotWritten: notWritten,
      reasons: reasons.map(({ rule, records }) => ({ rule, message: ruleText(rule, language), records })),
      decisions,
      proposals,
      createdAt: customer.createdAt.toISOString(),
      updatedAt: customer.updatedAt.toISOString(),
    };
  }
}
