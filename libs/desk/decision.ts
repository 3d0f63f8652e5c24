import { newId } from '#libs/domain/ids.js';
import { keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import type { KeyPair } from '#libs/domain/split-card.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Desk } from './desk.js';
import * as sql from './statements.js';

export const DECISION_KINDS = ['merge', 'split', 'refuse'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Ids of what a decision touched; never keys, which may be addresses. */
export type DecisionDetail = JsonObject & { readonly cards: readonly [string, string] };

export async function putDecision({ session, workspaceId, actor }: Desk, id: string, decision: { readonly kind: DecisionKind; readonly note: string | null; readonly detail: DecisionDetail }): Promise<void> {
  await session.query(sql.PUT_DECISION, [id, workspaceId, decision.kind, actor, decision.note, JSON.stringify(decision.detail)]);
}

const pairRows = (pairs: readonly KeyPair[]): { id: string; left_key: KeyText; right_key: KeyText }[] => pairs.map(([left, right]) => ({ id: newId(), left_key: left, right_key: right }));

export async function putLinks({ session, workspaceId }: Desk, decisionId: string, pairs: readonly KeyPair[]): Promise<void> {
  if (pairs.length > 0) await session.query(sql.PUT_LINKS, [workspaceId, decisionId, JSON.stringify(pairRows(pairs))]);
}

export async function cutLinks({ session, workspaceId }: Desk, decisionId: string, pairs: readonly KeyPair[]): Promise<void> {
  if (pairs.length > 0) await session.query(sql.CUT_LINKS, [workspaceId, decisionId, JSON.stringify(pairRows(pairs))]);
}

/** Keys with what keeps them, as rows. */
export const keeperRows = (keepers: ReadonlyMap<KeyText, KeyText>): { type: string; value: string; keeper_key: KeyText }[] =>
  [...keepers].map(([key, keeper]) => ({ type: keyType(key), value: keyValue(key), keeper_key: keeper }));

export async function putRefused({ session, workspaceId }: Desk, decisionId: string, [left, right]: KeyPair): Promise<void> {
  await session.query(sql.PUT_REFUSED, [workspaceId, left, right, decisionId]);
}
