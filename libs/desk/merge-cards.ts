import { anchorOf } from '#libs/domain/anchor.js';
import { newId } from '#libs/domain/ids.js';
import type { KeyText } from '#libs/domain/identity-keys.js';
import { loadClosure, loadRules, recomputeCards } from '#libs/ingest/recompute-cards.js';
import { putDecision, putLinks } from './decision.js';
import { leadsTo, moveTickets, raiseCounter, recordsOf, requireCard, type Desk } from './desk.js';
import { DeskRefusal } from './refusal.js';

export type Merged = { readonly decisionId: string; readonly customerId: string };

/** The keys that stand for two different cards. @throws DeskRefusal */
export async function anchorsOf(desk: Desk, cards: readonly [string, string]): Promise<readonly [KeyText, KeyText]> {
  for (const card of cards) await requireCard(desk, card);
  const records = await recordsOf(desk, cards);
  const closure = await loadClosure(desk.session, desk.workspaceId, records.map((record) => record.id), desk.addresses);
  const rules = await loadRules(desk.session, desk.workspaceId, closure);
  const [left, right] = cards.map((card) => anchorOf(closure.members.filter((member) => member.cardId === card), rules));
  if (left === null || left === undefined || right === null || right === undefined) throw new DeskRefusal('card_without_keys');
  return [left, right];
}

/** @throws DeskRefusal when both ids are one card, or lead to one */
async function requireTwo(desk: Desk, one: string, other: string): Promise<void> {
  const [first, second] = [await leadsTo(desk, one), await leadsTo(desk, other)];
  if (one === other) throw new DeskRefusal('same_card');
  if (first === second) throw new DeskRefusal('already_one_card', { customerId: first });
}

/** Two cards are one person: `customerId` stays, the other leads to it. @throws DeskRefusal */
export async function mergeCards(desk: Desk, ask: { readonly customerId: string; readonly other: string; readonly note: string | null }): Promise<Merged> {
  const { customerId, other } = ask;
  await requireTwo(desk, customerId, other);
  const [left, right] = await anchorsOf(desk, [customerId, other]);
  const decisionId = newId();
  await putLinks(desk, decisionId, [[left, right]]);
  const seeds = (await recordsOf(desk, [customerId, other])).map((record) => record.id);
  // Before the cards are joined: tickets of persons then follow by themselves, and nobody could tell any more which ones did.
  const tickets = await moveTickets(desk, other, customerId);
  await recomputeCards(desk.session, desk.workspaceId, seeds, desk.addresses, new Map([[left, customerId], [right, customerId]]));
  await putDecision(desk, decisionId, { kind: 'merge', note: ask.note, detail: { cards: [customerId, other], tickets } });
  await raiseCounter(desk);
  return { decisionId, customerId };
}
