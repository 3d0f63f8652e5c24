import { deriveProfile, fieldCandidates, profileRank, type FieldCandidate } from '#libs/domain/card.js';
import type { Group, Member } from '#libs/domain/identity-groups.js';
import { isJoining, keysOf, keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import { newId } from '#libs/domain/ids.js';
import type { AddressRules } from '#libs/domain/email.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { FieldRole } from '#libs/domain/words.js';

/** A source record as grouping sees it. */
export type CardMember = Member & {
  readonly record: NeutralRecord;
};

export type MemberRow = {
  readonly id: string;
  readonly integration_id: string;
  readonly kind: string;
  readonly external_id: string;
  readonly customer_id: string | null;
  readonly body: string;
  readonly keys: string[];
  readonly owner_id: string | null;
};

export function memberOf(row: MemberRow, addresses: AddressRules): CardMember {
  const record = JSON.parse(row.body) as NeutralRecord;
  const recordKeys = keysOf(record, { integrationId: row.integration_id, addresses });
  return {
    recordId: row.id,
    integrationId: row.integration_id,
    keys: row.keys,
    currentKeys: new Set(recordKeys.joining),
    founding: recordKeys.founding || row.keys.some((key) => isJoining(key) && keyType(key) !== 'shop_id'),
    account: profileRank(record) === 0,
    cardId: row.customer_id,
    record,
  };
}

/** A card as it should be after grouping. */
export type CardPlan = { readonly id: string; readonly isNew: boolean; readonly group: Group<CardMember> };

const best = (group: Group<CardMember>): string =>
  group.members.map((member) => `${String(profileRank(member.record) ?? 9)}|${member.integrationId}|${member.record.externalId.padStart(20, '0')}`).sort()[0] ?? '';

/** Cards a person's decision gives to whoever holds a key: the side of a split that keeps the card, a card that comes back. */
export type PreferredCards = ReadonlyMap<KeyText, string>;
export const NO_PREFERENCE: PreferredCards = new Map();

/**
 * Gives every group a card: the one it is preferred for, else the oldest of the cards its members are on, each card to one
 * group only; a group left without gets a new one. Preferred groups choose first, then the best-named.
 */
export function planCards(groups: readonly Group<CardMember>[], preferred: PreferredCards = NO_PREFERENCE): CardPlan[] {
  const taken = new Set<string>();
  const wished = (group: Group<CardMember>): string[] => [...preferred].filter(([key]) => group.keys.has(key)).map(([, card]) => card);
  return [...groups]
    .map((group) => ({ group, order: `${wished(group).length > 0 ? '0' : '1'}|${best(group)}` }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ group }) => {
      const cards = [...wished(group), ...[...new Set(group.members.flatMap((member) => (member.cardId === null ? [] : [member.cardId])))].sort()];
      const id = cards.find((card) => !taken.has(card));
      if (id !== undefined) taken.add(id);
      return { id: id ?? newId(), isNew: id === undefined, group };
    });
}

export function profileOf(group: Group<CardMember>): ReturnType<typeof deriveProfile> {
  return deriveProfile(group.members.filter((member) => profileRank(member.record) !== null).map(({ recordId, integrationId, record }) => ({ recordId, integrationId, record })));
}

/** Field ids by integration and role. */
export type FieldUses = ReadonlyMap<string, ReadonlyMap<FieldRole, string>>;

export function fieldsOf(group: Group<CardMember>, uses: FieldUses): Map<string, { readonly candidate: FieldCandidate; readonly integrationId: string }> {
  const values = new Map<string, { candidate: FieldCandidate; integrationId: string }>();
  for (const member of group.members) {
    const fields = uses.get(member.integrationId);
    if (fields === undefined) continue;
    for (const candidate of fieldCandidates(member.record, member.keys)) {
      const fieldId = fields.get(candidate.role);
      const other = fieldId === undefined ? undefined : values.get(fieldId);
      if (fieldId !== undefined && (other === undefined || candidate.rank > other.candidate.rank)) values.set(fieldId, { candidate, integrationId: member.integrationId });
    }
  }
  return values;
}

export const keyPairs = (keys: Iterable<KeyText>): { type: string; value: string }[] => [...new Set(keys)].sort().map((key) => ({ type: keyType(key), value: keyValue(key) }));

