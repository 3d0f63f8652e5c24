import type { EntityManager } from 'typeorm';
import type { AddressRules } from '#libs/domain/email.js';
import { isId } from '#libs/domain/ids.js';
import { IngestSession } from '#libs/ingest/session.js';
import { LOCK_EXCLUSIVE, RAISE_COUNTER } from '#libs/ingest/statements.js';
import { readAddressRules } from '#libs/ingest/tickets/address-settings.js';
import { DeskRefusal } from './refusal.js';
import * as sql from './statements.js';

/** One transaction of a person who decides about cards, alone in the workspace: no page may group cards meanwhile. */
export type Desk = { readonly session: IngestSession; readonly manager: EntityManager; readonly workspaceId: string; readonly addresses: AddressRules; readonly actor: string };

/** Inside the transaction of `manager`, which its owner commits or rolls back. */
export async function openDesk(manager: EntityManager, workspaceId: string, actor: string): Promise<Desk> {
  const runner = manager.queryRunner;
  if (runner === undefined) throw new Error('the desk works inside a transaction');
  const session = await IngestSession.within(runner);
  await session.query(LOCK_EXCLUSIVE, [workspaceId]);
  return { session, manager, workspaceId, actor, addresses: await readAddressRules(session, workspaceId) };
}

/** Cards have changed: pages that were resolved against the former ones are written again. */
export async function raiseCounter({ session, workspaceId }: Desk): Promise<void> {
  await session.query(RAISE_COUNTER, [workspaceId]);
}

/** The card an id leads to now. @throws DeskRefusal `not_found` */
export async function leadsTo({ session, workspaceId }: Desk, id: string): Promise<string> {
  const [card] = isId(id) ? (await session.query<{ leads_to: string | null }>(sql.FIND_CARD, [workspaceId, id])).rows : [];
  if (card === undefined || card.leads_to === null) throw new DeskRefusal('not_found');
  return card.leads_to;
}

/** Makes sure that a card is the one the person saw. @throws DeskRefusal `not_found`, `card_joined` */
export async function requireCard(desk: Desk, id: string): Promise<void> {
  const now = await leadsTo(desk, id);
  if (now !== id) throw new DeskRefusal('card_joined', { customerId: now });
}

export async function recordsOf({ session, workspaceId }: Desk, cards: readonly string[]): Promise<{ readonly id: string; readonly customerId: string }[]> {
  return (await session.query<{ id: string; customerId: string }>(sql.RECORDS_OF_CARDS, [workspaceId, cards])).rows;
}

/** Tickets a person gave to a card go where the person's decision puts that card. Returns their ids. */
export async function moveTickets({ session, workspaceId }: Desk, from: string, to: string, only: readonly string[] | null = null): Promise<string[]> {
  return (await session.query<{ id: string }>(sql.MOVE_TICKETS, [workspaceId, from, to, only])).rows.map((row) => row.id).sort();
}
