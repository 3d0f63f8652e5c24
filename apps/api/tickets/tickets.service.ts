import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { normalizeEmail } from '#libs/domain/email.js';
import { isId } from '#libs/domain/ids.js';
import { maskedKey } from '#libs/domain/ticket.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { findCustomer } from '../customers/customer.finder.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import type { TicketQuery, TicketView } from './ticket.schemas.js';
import { TICKET_COLUMNS, TICKET_RULES, ticketRulesOf, ticketViewOf, type TicketRow, type TicketRules, type TicketRulesRow } from './ticket-views.js';

const STATES = { assigned: 't.customer_id is not null', proposed: `t.candidates <> '{}'`, unassigned: `t.customer_id is null and t.candidates = '{}'` } as const;

/** Tickets and whom they belong to. */
@Injectable()
export class TicketsService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(caller: Principal, query: TicketQuery, language: Language): Promise<ListPage<TicketView>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const customer = query.customerId === undefined ? null : await findCustomer(this.dataSource, caller.workspaceId, query.customerId);
    const rules = await this.rules(caller.workspaceId);
    const values: unknown[] = [caller.workspaceId, before];
    const add = (value: unknown): string => `$${String(values.push(value))}`;
    const conditions = [
      ...(query.state === undefined ? [] : [STATES[query.state]]),
      ...(customer === null ? [] : [`t.customer_id = ${add(customer.id)}`]),
      ...(query.source === undefined ? [] : [`t.source = ${add(query.source)}`]),
      ...(query.address === undefined ? [] : [this.atAddress(query.address, rules, add)]),
    ];
    const rows = await this.dataSource.query<TicketRow[]>(
      `select ${TICKET_COLUMNS} from ticket t where t.workspace_id = $1 and ($2::uuid is null or t.id < $2) ${conditions.map((one) => `and ${one}`).join(' ')} order by t.id desc limit ${add(query.limit + 1)}`,
      values,
    );
    return toPage(rows, query.limit, (row) => [row.id], (row) => ticketViewOf(row, rules, language));
  }

  /** @throws ApiProblem 404 */
  async read(caller: Principal, id: string, language: Language): Promise<TicketView> {
    const [view] = isId(id) ? await this.views(caller.workspaceId, [id], language) : [];
    if (view === undefined) throw notFound();
    return view;
  }

  /** Tickets by id, in the order of the ids; unknown ones are left out. */
  async views(workspaceId: string, ids: readonly string[], language: Language): Promise<TicketView[]> {
    const [rows, rules] = await Promise.all([this.dataSource.query<TicketRow[]>(`select ${TICKET_COLUMNS} from ticket t where t.id = any($2::uuid[]) and t.workspace_id = $1`, [workspaceId, ids]), this.rules(workspaceId)]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []).map((row) => ticketViewOf(row, rules, language));
  }

  async rules(workspaceId: string): Promise<TicketRules> {
    const [row] = await this.dataSource.query<TicketRulesRow[]>(TICKET_RULES, [workspaceId]);
    return ticketRulesOf(row);
  }

  /** The key narrows down by its index; the address tells the forms of one buyer apart. */
  private atAddress(term: string, rules: TicketRules, add: (value: unknown) => string): string {
    const address = normalizeEmail(term);
    if (address === null) return 'false';
    const masked = maskedKey(address, rules.addresses);
    const key = masked ?? `email:${address}`;
    return masked === `allegro_address:${address}` ? `t.lookup_key = ${add(key)}` : `t.address = ${add(address)}`;
  }
}
