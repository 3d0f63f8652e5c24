import { keyType, keyValue, shopKey, type KeyText } from './identity-keys.js';
import { effectiveKeys, keeperOf, type GroupingRules, type Member } from './identity-groups.js';
import type { NeutralRecord } from './records.js';

/** A member whose record is at hand. */
export type NamedMember = Member & { readonly record: NeutralRecord };

const RANKS: Readonly<Record<string, number>> = { allegro_buyer: 2, email: 3, allegro_address: 3, shop_id: 4 };

function rankOf(key: KeyText, own: ReadonlyMap<KeyText, boolean>): number {
  const account = own.get(key);
  return account === undefined ? (RANKS[keyType(key)] ?? 5) : account ? 0 : 1;
}

/**
 * The key by which a person's decision holds these members: it should outlive whatever else may change. The lowest account
 * number, else the lowest alias, else an Allegro buyer, else an address, else an owner nobody has read; where all values are
 * split, what keeps them. Null: nothing holds them.
 */
export function anchorOf(members: readonly NamedMember[], rules: GroupingRules): KeyText | null {
  const own = new Map(members.filter(({ record }) => record.kind === 'customer').map((member) => [shopKey(member.integrationId, member.record.externalId), member.account] as const));
  const place = (key: KeyText): string => {
    const number = keyType(key) === 'shop_id' ? keyValue(key).slice(keyValue(key).indexOf('/') + 1).padStart(20, '0') : '';
    return `${String(rankOf(key, own))}|${number}|${key}`;
  };
  const keys = new Set(members.flatMap((member) => effectiveKeys(member, rules)));
  const [best] = [...keys].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return best ?? members.map((member) => keeperOf(member, rules)).filter((keeper) => keeper !== undefined).sort()[0] ?? null;
}
