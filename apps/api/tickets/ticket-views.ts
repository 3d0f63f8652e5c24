import { senderKey } from '#libs/domain/ticket.js';
import { addressRules, type AddressRules } from '#libs/domain/email.js';
import { isMaskedKey } from '#libs/domain/ticket.js';
import type { Language } from '#libs/domain/words.js';
import type { TicketReason, TicketView } from './ticket.schemas.js';
import { ticketText } from './ticket.texts.js';

type CardName = { readonly id: string; readonly name: string };

/** A ticket as the list reads it. */
export type TicketRow = Omit<TicketView, 'openedAt' | 'receivedAt' | 'updatedAt' | 'assignedAt' | 'state' | 'customer' | 'reason' | 'message' | 'foundBy' | 'candidates'> & {
  readonly openedAt: Date | null;
  readonly receivedAt: Date;
  readonly updatedAt: Date;
  readonly assignedAt: Date | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly lookupKey: string | null;
  readonly why: { readonly rule?: string; readonly integrationId?: string; readonly recordId?: string | null } | null;
  readonly candidates: readonly CardName[];
};

export const TICKET_COLUMNS = `t.id, t.source, t.external_id as "externalId", t.subject, t.sender, t.address, t.lookup_key as "lookupKey", t.status, t.url, t.opened_at as "openedAt", t.received_at as "receivedAt",
  t.updated_at as "updatedAt", t.customer_id as "customerId", (select c.display_name from customer c where c.id = t.customer_id) as "customerName", t.assigned_by as "assignedBy", t.assigned_at as "assignedAt", t.reason as why,
  coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.display_name) order by c.id) from customer c where c.id = any(t.candidates)), '[]') as candidates`;

/** How a workspace reads senders, and whether it looks for masked ones. */
export type TicketRules = { readonly addresses: AddressRules; readonly allegroOn: boolean };

export type TicketRulesRow = { readonly generic: string[] | null; readonly domains: string[] | null; readonly allegroOn: boolean };
export const TICKET_RULES = `select settings->'genericAddresses' as generic, settings->'allegro'->'domains' as domains, coalesce(jsonb_typeof(settings->'allegro') = 'object' and settings->'allegro'->'off' is null, false) as "allegroOn" from workspace where id = $1`;
export const ticketRulesOf = (row: TicketRulesRow | undefined): TicketRules => ({ addresses: addressRules(row?.generic ?? null, row?.domains ?? null), allegroOn: row?.allegroOn === true });

function reasonOf(row: TicketRow, rules: TicketRules): TicketReason {
  if (row.assignedBy === 'person') return row.customerId === null ? 'nobody_by_person' : 'person';
  if (row.customerId !== null) return row.why?.rule === 'base_address' ? 'base_address' : 'full_address';
  if (row.candidates.length > 0) return 'several_cards';
  if (row.lookupKey === null) return senderKey(row.sender, rules.addresses).keyless ?? 'no_match';
  return isMaskedKey(row.lookupKey) && !rules.allegroOn ? 'allegro_off' : 'no_match';
}

/** What callers see of a ticket, with the reason it is where it is. */
export function ticketViewOf(row: TicketRow, rules: TicketRules, language: Language): TicketView {
  const reason = reasonOf(row, rules);
  const { why, customerId, customerName, lookupKey: _key, openedAt, receivedAt, updatedAt, assignedAt, candidates, ...rest } = row;
  return {
    ...rest,
    openedAt: openedAt?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    state: customerId !== null ? 'assigned' : candidates.length > 0 ? 'proposed' : 'unassigned',
    customer: customerId === null ? null : { id: customerId, name: customerName ?? '' },
    candidates: [...candidates],
    assignedAt: assignedAt?.toISOString() ?? null,
    reason,
    message: ticketText(reason, language),
    foundBy: row.assignedBy === 'rule' && why?.integrationId !== undefined ? { integrationId: why.integrationId, recordId: why.recordId ?? null } : null,
  };
}
