import { newId, isId } from '#libs/domain/ids.js';
import type { KeyText } from '#libs/domain/identity-keys.js';
import { recomputeCards } from '#libs/ingest/recompute-cards.js';
import type { DecisionDetail, DecisionKind } from './decision.js';
import { moveTickets, raiseCounter, type Desk } from './desk.js';
import { DeskRefusal } from './refusal.js';
import * as sql from './statements.js';

type Found = { readonly id: string; readonly kind: DecisionKind; readonly detail: DecisionDetail; readonly undoneAt: Date | null };
type LaterEnds = Ends & { readonly kind: DecisionKind };
type Ends = { readonly decisionId: string; readonly leftCard: string | null; readonly rightCard: string | null };

/** The cards it was about as they are now: the one that was asked about first, and one id only where they are one card. */
export type Undone = { readonly kind: DecisionKind; readonly cards: readonly string[] };

async function cardsOf({ session, workspaceId }: Desk, keys: readonly KeyText[]): Promise<(string | null)[]> {
  const rows = (await session.query<{ key: string; card: string | null }>(sql.CARDS_OF, [workspaceId, keys])).rows;
  return keys.map((key) => rows.find((row) => row.key === key)?.card ?? null);
}

const builtUpon = (ids: readonly string[]): DeskRefusal => new DeskRefusal('decision_built_upon', { decisions: [...new Set(ids)].sort() });

async function isFree({ session, workspaceId }: Desk, card: string): Promise<boolean> {
  return (await session.query<{ free: boolean }>(sql.IS_FREE, [workspaceId, card])).rows[0]?.free === true;
}

/** What later splits have parted stays parted: takes the decision back and groups anew everything it touched. */
async function regroupWithout(desk: Desk, decision: Found, preferred: ReadonlyMap<KeyText, string>): Promise<void> {
  const { session, workspaceId } = desk;
  const seeds = (await session.query<{ id: string }>(sql.RECORDS_OF_DECISION, [workspaceId, decision.id])).rows.map((row) => row.id);
  const before = (await session.query<Ends>(sql.PARTED, [workspaceId, decision.id])).rows;
  await session.query(sql.DROP_LINKS, [decision.id]);
  await session.query(sql.DROP_SPLITS, [decision.id]);
  await session.query(sql.DROP_REFUSED, [decision.id]);
  await session.query(sql.RESTORE_LINKS, [workspaceId, decision.id]);
  await session.query(sql.RESTORE_KEEPERS, [workspaceId, decision.id]);
  await recomputeCards(session, workspaceId, seeds, desk.addresses, preferred);
  const apart = new Set(before.filter((pair) => pair.leftCard !== pair.rightCard).map((pair) => pair.decisionId));
  const joined = (await session.query<Ends>(sql.PARTED, [workspaceId, decision.id])).rows.filter((pair) => apart.has(pair.decisionId) && pair.leftCard !== null && pair.leftCard === pair.rightCard);
  if (joined.length > 0) throw builtUpon(joined.map((pair) => pair.decisionId));
}

async function undoMerge(desk: Desk, decision: Found): Promise<readonly string[]> {
  const { session, workspaceId } = desk;
  const [link] = (await session.query<{ left: KeyText; right: KeyText; cutBy: string | null }>(sql.LINKS_OF_DECISION, [decision.id])).rows;
  // Erased persons take their keys with them.
  if (link === undefined) return [];
  if (link.cutBy !== null) throw builtUpon([link.cutBy]);
  const [, joined] = decision.detail.cards;
  const [now] = await cardsOf(desk, [link.left]);
  // Whoever split the card since chose who keeps its id: of the merged, perhaps neither.
  const partedSince = (await session.query<Ends>(sql.PARTED, [workspaceId, decision.id])).rows.filter((pair) => now !== null && (pair.leftCard === now || pair.rightCard === now));
  if (partedSince.length > 0) throw builtUpon(partedSince.map((pair) => pair.decisionId));
  const returning = (await isFree(desk, joined)) ? joined : newId();
  await regroupWithout(desk, decision, new Map([...(now === null || now === undefined ? [] : [[link.left, now] as const]), [link.right, returning]]));
  const [left, right] = await cardsOf(desk, [link.left, link.right]);
  const later = (await session.query<Ends>(sql.LATER_LINKS, [workspaceId, decision.id])).rows;
  // What was merged later with the side that leaves would leave as well; what was held together later stays together.
  const through = later.filter((end) => (left === right ? end.leftCard === left && end.rightCard === left : end.leftCard === right || end.rightCard === right));
  if (through.length > 0) throw builtUpon(through.map((end) => end.decisionId));
  const tickets = (decision.detail['tickets'] ?? []) as string[];
  if (left !== null && left !== undefined && right !== null && right !== undefined && left !== right && tickets.length > 0) await moveTickets(desk, left, right, tickets);
  return [left, right].filter((card) => card !== null && card !== undefined);
}

/** All but the first of these cards lose their ids. A later merge gave them to somebody, whom nobody could give them back to afterwards. */
async function refuseToTakeIds({ session, workspaceId }: Desk, decision: Found, [, ...losers]: readonly string[]): Promise<void> {
  if (losers.length === 0) return;
  const later = (await session.query<LaterEnds>(sql.LATER_LINKS, [workspaceId, decision.id])).rows;
  const taken = later.filter((end) => end.kind === 'merge' && losers.some((card) => card === end.leftCard || card === end.rightCard));
  if (taken.length > 0) throw builtUpon(taken.map((end) => end.decisionId));
}

async function undoSplit(desk: Desk, decision: Found): Promise<readonly string[]> {
  const [kept] = decision.detail.cards;
  const { session } = desk;
  const pairs = (await session.query<{ left: KeyText; right: KeyText }>(sql.REFUSED_OF_DECISION, [decision.id])).rows;
  const keys = pairs.flatMap((pair) => [pair.left, pair.right]);
  const before = await cardsOf(desk, keys);
  // Of two cards that become one, the one that was split keeps its id, or the one it has been joined into.
  const [home] = (await session.query<{ leads_to: string | null }>(sql.FIND_CARD, [desk.workspaceId, kept])).rows;
  const isHome = (card: string): number => Number(card === home?.leads_to);
  const stays = keys.map((key, index) => [key, before[index] ?? null] as const).filter((pair): pair is readonly [KeyText, string] => pair[1] !== null).sort(([, a], [, b]) => isHome(b) - isHome(a));
  await refuseToTakeIds(desk, decision, [...new Set(stays.map(([, card]) => card))]);
  await regroupWithout(desk, decision, new Map(stays));
  return [...new Set((await cardsOf(desk, keys)).filter((card) => card !== null))];
}

/** Takes a decision back, as far as nothing later was built upon it. @throws DeskRefusal */
export async function undoDecision(desk: Desk, id: string): Promise<Undone> {
  const { session, workspaceId } = desk;
  const [decision] = isId(id) ? (await session.query<Found>(sql.FIND_DECISION, [workspaceId, id])).rows : [];
  if (decision === undefined) throw new DeskRefusal('not_found');
  if (decision.undoneAt !== null) throw new DeskRefusal('decision_undone');
  let cards: readonly string[] = decision.detail.cards;
  if (decision.kind === 'refuse') await session.query(sql.DROP_REFUSED, [id]);
  else {
    cards = decision.kind === 'merge' ? await undoMerge(desk, decision) : await undoSplit(desk, decision);
    await raiseCounter(desk);
  }
  await session.query(sql.MARK_UNDONE, [id, desk.actor]);
  return { kind: decision.kind, cards: [...new Set(cards)] };
}
