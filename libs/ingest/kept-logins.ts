import type { Group } from '#libs/domain/identity-groups.js';
import { keyText } from '#libs/domain/identity-keys.js';
import type { CardMember, FieldValue } from './regroup.js';
import type { IngestSession } from './session.js';
import { KEPT_LOGINS } from './statements-cards.js';

/** A value of a login field that no Allegro integration names any more. */
export type KeptLogin = { readonly customer_id: string; readonly field_id: string; readonly integration_id: string; readonly text_value: string; readonly rank: string };

export async function loadKeptLogins(session: IngestSession, workspaceId: string, cards: readonly string[]): Promise<readonly KeptLogin[]> {
  return cards.length === 0 ? [] : (await session.query<KeptLogin>(KEPT_LOGINS, [workspaceId, [...new Set(cards)]])).rows;
}

/**
 * The values of a card with the logins it keeps: they stay as they are, go where the record went that brought them, and lose only
 * to a newer order of an integration that fills the field itself.
 */
export function keepLogins(group: Group<CardMember>, values: ReadonlyMap<string, FieldValue>, logins: readonly KeptLogin[]): ReadonlyMap<string, FieldValue> {
  if (logins.length === 0) return values;
  const all = new Map(values);
  for (const { customer_id: card, field_id: fieldId, integration_id: integrationId, text_value: text, rank } of logins) {
    const key = keyText('allegro_login', text.toLowerCase());
    const other = all.get(fieldId);
    if (other !== undefined && other.candidate.rank >= rank) continue;
    if (group.members.some((member) => member.cardId === card && member.keys.includes(key))) all.set(fieldId, { candidate: { role: 'allegro_login', rank, text, number: null, date: null }, integrationId });
  }
  return all;
}
