import type { KeyText } from '#libs/domain/identity-keys.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { IngestSession } from '../session.js';
import { decideTicket, fullKey, type Claims, type Decision, type Holder } from './decide-ticket.js';
import { FIND_CLAIMS, FIND_TICKETS, PLACE_TICKETS } from './statements-tickets.js';

export type TicketRow = {
  readonly id: string;
  readonly address: string | null;
  readonly lookup_key: KeyText | null;
  readonly customer_id: string | null;
  readonly assigned_by: 'rule' | 'person' | null;
  readonly reason: JsonObject | null;
  readonly candidates: readonly string[];
};

type ClaimRow = { readonly kind: 'owner' | 'hint' | 'split' | 'allegro'; readonly key: KeyText; readonly customer_id: string; readonly integration_id: string; readonly record_id: string | null };
type Place = Pick<TicketRow, 'id' | 'customer_id' | 'assigned_by' | 'reason' | 'candidates'>;

/** Every row costs an answer of about 1 KB; a page brings far fewer, a changed list of domains may bring all. */
const AT_ONCE = 500;

const openTicket = (row: TicketRow) => ({ address: row.address, lookupKey: row.lookup_key, customerId: row.customer_id });

async function findClaims(session: IngestSession, workspaceId: string, rows: readonly TicketRow[]): Promise<Claims> {
  const keys = new Set<KeyText>();
  for (const row of rows) {
    if (row.lookup_key === null) continue;
    keys.add(row.lookup_key);
    keys.add(fullKey(openTicket(row)));
  }
  const found = await session.query<ClaimRow>(FIND_CLAIMS, [workspaceId, [...keys].sort()]);
  const owners = new Map<KeyText, Holder>();
  const hints = new Map<KeyText, Holder[]>();
  for (const { kind, key, customer_id, integration_id, record_id } of found.rows) {
    const holder = { customerId: customer_id, integrationId: integration_id, recordId: record_id };
    if (kind === 'owner') owners.set(key, holder);
    if (kind === 'hint') hints.set(key, [...(hints.get(key) ?? []), holder]);
  }
  return { owners, hints, split: new Set(found.rows.filter((row) => row.kind === 'split').map((row) => row.key)), allegroOn: found.rows.some((row) => row.kind === 'allegro') };
}

function placeOf(row: TicketRow, decision: Decision): Place {
  switch (decision.kind) {
    case 'keep':
      return { ...row, candidates: [] };
    case 'none':
      return { id: row.id, customer_id: null, assigned_by: null, reason: null, candidates: [] };
    case 'propose':
      return decision.stays ? { ...row, candidates: decision.candidates } : { id: row.id, customer_id: null, assigned_by: null, reason: null, candidates: decision.candidates };
    case 'assign': {
      const { customerId, integrationId, recordId } = decision.holder;
      return { id: row.id, customer_id: customerId, assigned_by: 'rule', reason: { rule: decision.rule, integrationId, recordId }, candidates: [] };
    }
  }
}

const changes = (row: TicketRow, place: Place): boolean =>
  row.customer_id !== place.customer_id || row.assigned_by !== place.assigned_by || row.reason?.['rule'] !== place.reason?.['rule'] || row.candidates.join() !== place.candidates.join();

/**
 * Puts tickets where the cards of this moment want them; those a person has decided about are left alone. Runs inside the
 * caller's transaction. Returns how many changed.
 */
export async function placeTickets(session: IngestSession, workspaceId: string, tickets: readonly TicketRow[]): Promise<number> {
  const open = tickets.filter((row) => row.assigned_by !== 'person');
  let changed = 0;
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const rows = open.slice(at, at + AT_ONCE);
    const claims = await findClaims(session, workspaceId, rows);
    const places = rows.flatMap((row) => {
      const place = placeOf(row, decideTicket(openTicket(row), claims));
      return changes(row, place) ? [place] : [];
    });
    if (places.length > 0) await session.query(PLACE_TICKETS, [JSON.stringify(places.map(({ id, customer_id, assigned_by, reason, candidates }) => ({ id, customer_id, assigned_by, reason, candidates: `{${candidates.join()}}` })))]);
    changed += places.length;
  }
  return changed;
}

/** Tickets that wait for keys which have just come. Without keys nothing is asked. Runs inside the caller's transaction, last of what it writes about cards. */
export async function placeByKeys(session: IngestSession, workspaceId: string, lookupKeys: readonly KeyText[]): Promise<number> {
  if (lookupKeys.length === 0) return 0;
  const found = await session.query<TicketRow>(FIND_TICKETS, [workspaceId, lookupKeys]);
  return await placeTickets(session, workspaceId, found.rows);
}
