import { deriveProfile, fieldCandidates, profileRank, type FieldCandidate } from '#libs/domain/card.js';
import type { Group, Member } from '#libs/domain/identity-groups.js';
import { isJoining, keysOf, keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import { newId } from '#libs/domain/ids.js';
import type { AddressRules } from '#libs/domain/email.js';
import { rekey } from '#libs/domain/rekey.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { FieldTargets } from './page.js';

/** A source record as grouping sees it. */
export type CardMember = Member & {
  readonly record: NeutralRecord;
  /** True when the keys above are not those that are stored: the rules have changed since. */
  readonly isRekeyed: boolean;
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
  const keys = rekey(record, row.keys, addresses);
  const stored = new Set(row.keys);
  return {
    recordId: row.id,
    integrationId: row.integration_id,
    keys,
    currentKeys: new Set(recordKeys.joining),
    founding: recordKeys.founding || keys.some((key) => isJoining(key) && keyType(key) !== 'shop_id'),
    account: profileRank(record) === 0,
    cardId: row.customer_id,
    record,
    isRekeyed: keys.length !== stored.size || keys.some((key) => !stored.has(key)),
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

export function profileOf(group: Group<CardMember>, addresses: AddressRules): ReturnType<typeof deriveProfile> {
  const sources = group.members.filter((member) => profileRank(member.record) !== null).map(({ recordId, integrationId, record }) => ({ recordId, integrationId, record }));
  return deriveProfile(sources, addresses.allegroDomains);
}

/** What each integration fills. */
export type FieldUses = ReadonlyMap<string, FieldTargets>;
export type FieldValue = { readonly candidate: FieldCandidate; readonly integrationId: string };

export function fieldsOf(group: Group<CardMember>, uses: FieldUses): Map<string, FieldValue> {
  const values = new Map<string, FieldValue>();
  for (const member of group.members) {
    const fields = uses.get(member.integrationId);
    if (fields === undefined) continue;
    for (const candidate of fieldCandidates(member.record, member.keys)) {
      for (const fieldId of fields.get(candidate.role) ?? []) {
        const other = values.get(fieldId);
        if (other === undefined || candidate.rank > other.candidate.rank) values.set(fieldId, { candidate, integrationId: member.integrationId });
      }
    }
  }
  return values;
}

export const keyPairs = (keys: Iterable<KeyText>): { type: string; value: string }[] => [...new Set(keys)].sort().map((key) => ({ type: keyType(key), value: keyValue(key) }));

