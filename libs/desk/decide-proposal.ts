import { newId } from '#libs/domain/ids.js';
import { putDecision, putRefused } from './decision.js';
import { requireCard, type Desk } from './desk.js';
import { anchorsOf, mergeCards, type Merged } from './merge-cards.js';
import { pairOf, proposalsAmong, refusedAmong, proposalId, type Pair } from './proposals.js';
import { DeskRefusal } from './refusal.js';

/** Makes sure that the proposal stands. @throws DeskRefusal */
async function requireProposal({ manager, workspaceId, ...desk }: Desk, id: string): Promise<Pair> {
  const pair = pairOf(id);
  if (pair === null) throw new DeskRefusal('not_found');
  for (const card of [pair.lower, pair.higher]) await requireCard({ manager, workspaceId, ...desk }, card);
  if ((await proposalsAmong(manager, workspaceId, [pair])).length > 0) return pair;
  throw new DeskRefusal((await refusedAmong(manager, workspaceId, [pair])).has(proposalId(pair)) ? 'already_refused' : 'not_proposed');
}

/** The two are one person: the older card stays. @throws DeskRefusal */
export async function acceptProposal(desk: Desk, id: string, note: string | null): Promise<Merged & { readonly other: string }> {
  const { lower, higher } = await requireProposal(desk, id);
  return { ...(await mergeCards(desk, { customerId: lower, other: higher, note })), other: higher };
}

export type Refused = { readonly decisionId: string; readonly cards: readonly [string, string] };

/** The two are not one person, whatever hints they share. @throws DeskRefusal */
export async function refuseProposal(desk: Desk, id: string, note: string | null): Promise<Refused> {
  const { lower, higher } = await requireProposal(desk, id);
  const decisionId = newId();
  await putRefused(desk, decisionId, await anchorsOf(desk, [lower, higher]));
  await putDecision(desk, decisionId, { kind: 'refuse', note, detail: { cards: [lower, higher] } });
  return { decisionId, cards: [lower, higher] };
}
