import type { AddressRules } from '#libs/domain/email.js';
import { newId } from '#libs/domain/ids.js';
import { senderKey, type SenderKey } from '#libs/domain/ticket.js';
import type { IngestSession } from '../session.js';
import { readAddressRules } from './address-settings.js';
import { placeTickets, type TicketRow } from './place-tickets.js';
import { refuseErased } from './refuse-erased.js';
import { FIND_STORED, INSERT_TICKETS, UPDATE_TICKETS } from './statements-store.js';
import { FIND_TICKETS_BY_ID } from './statements-tickets.js';

/** A ticket as it is told. What is left out stays as it is stored; null takes it away. */
export type ToldTicket = {
  readonly source: string;
  readonly externalId: string | null;
  readonly subject?: string | null;
  readonly sender?: string | null;
  readonly status?: string | null;
  readonly url?: string | null;
  /** ISO 8601. */
  readonly openedAt?: string | null;
};

/** What became of a told ticket. `refused`: nothing of it is stored. */
export type Told = { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly id: string } | { readonly outcome: 'refused'; readonly code: string };

/** A ticket with the key it would be looked for by, before anything is stored. */
export type ReadTicket = { readonly ticket: ToldTicket; readonly key: SenderKey };

/** Says which tickets must not be stored: a code for each, or null. Runs in the same transaction, before anything is written. */
export type RefuseTickets = (session: IngestSession, workspaceId: string, tickets: readonly ReadTicket[]) => Promise<readonly (string | null)[]>;

type StoredRow = { readonly id: string; readonly source: string; readonly external_id: string; readonly subject: string | null; readonly sender: string | null; readonly status: string | null; readonly url: string | null; readonly opened_ms: number | null };
type Write = { readonly id: string; readonly source: string; readonly external_id: string | null; readonly subject: string | null; readonly sender: string | null; readonly address: string | null;
  readonly lookup_key: string | null; readonly status: string | null; readonly url: string | null; readonly opened_at: string | null; readonly moved: boolean };

/** Names a ticket of a help desk; null for one without a number there. */
export const ticketName = (ticket: ToldTicket): string | null => (ticket.externalId === null ? null : JSON.stringify([ticket.source, ticket.externalId]));

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const isoOf = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : new Date(text).toISOString());
const told = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);

function writeOf({ ticket }: ReadTicket, stored: StoredRow | undefined, rules: AddressRules): Write {
  const sender = told(ticket.sender, stored?.sender ?? null);
  const { address, lookupKey } = senderKey(sender, rules);
  return {
    id: stored?.id ?? newId(), source: ticket.source, external_id: ticket.externalId, sender, address, lookup_key: lookupKey,
    subject: told(ticket.subject, stored?.subject ?? null), status: told(ticket.status, stored?.status ?? null), url: told(ticket.url, stored?.url ?? null),
    opened_at: ticket.openedAt === undefined ? iso(stored?.opened_ms ?? null) : isoOf(ticket.openedAt),
    moved: stored !== undefined && address !== senderKey(stored.sender, rules).address,
  };
}

const isSame = (write: Write, stored: StoredRow): boolean =>
  write.subject === stored.subject && write.sender === stored.sender && write.status === stored.status && write.url === stored.url && write.opened_at === iso(stored.opened_ms);

async function findStored(session: IngestSession, workspaceId: string, tickets: readonly ToldTicket[]): Promise<Map<string, StoredRow>> {
  const named = tickets.filter((ticket) => ticket.externalId !== null);
  if (named.length === 0) return new Map();
  const found = await session.query<StoredRow>(FIND_STORED, [workspaceId, named.map((ticket) => ticket.source), named.map((ticket) => ticket.externalId)]);
  return new Map(found.rows.map((row) => [JSON.stringify([row.source, row.external_id]), row]));
}

/**
 * Stores tickets and looks for their cards; each (source, external id) at most once in the list. Runs inside the caller's
 * transaction, under the workspace's exclusive lock (`underLock`): a page that brings a card at the same moment has committed
 * before, or comes after and finds the ticket. The answers are in the order of the tickets.
 */
export async function storeTickets(session: IngestSession, workspaceId: string, tickets: readonly ToldTicket[], refuse: RefuseTickets = refuseErased): Promise<Told[]> {
  if (tickets.length === 0) return [];
  const rules = await readAddressRules(session, workspaceId);
  const stored = await findStored(session, workspaceId, tickets);
  const storedOf = (ticket: ToldTicket): StoredRow | undefined => stored.get(ticketName(ticket) ?? '');
  const read = tickets.map((ticket) => ({ ticket, key: senderKey(told(ticket.sender, storedOf(ticket)?.sender ?? null), rules) }));
  const refused = await refuse(session, workspaceId, read);
  const inserts: Write[] = [];
  const updates: Write[] = [];
  const results = read.map((one, index): Told => {
    const code = refused[index] ?? null;
    if (code !== null) return { outcome: 'refused', code };
    const before = storedOf(one.ticket);
    const write = writeOf(one, before, rules);
    if (before !== undefined && isSame(write, before)) return { outcome: 'unchanged', id: before.id };
    (before === undefined ? inserts : updates).push(write);
    return { outcome: before === undefined ? 'created' : 'updated', id: write.id };
  });
  if (inserts.length > 0) await session.query(INSERT_TICKETS, [workspaceId, JSON.stringify(inserts)]);
  if (updates.length > 0) await session.query(UPDATE_TICKETS, [JSON.stringify(updates)]);
  const written = [...inserts, ...updates].map((write) => write.id);
  if (written.length > 0) await placeTickets(session, workspaceId, (await session.query<TicketRow>(FIND_TICKETS_BY_ID, [workspaceId, written])).rows);
  return results;
}
