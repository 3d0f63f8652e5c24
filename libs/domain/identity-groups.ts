import { isJoining, keyType, type KeyText } from './identity-keys.js';

/** What grouping needs to know of one source record. */
export type Member = {
  readonly recordId: string;
  readonly integrationId: string;
  /** Keys ever seen on the record, joining and hinting. */
  readonly keys: readonly KeyText[];
  /** Joining keys of the copy that is stored now. */
  readonly currentKeys: ReadonlySet<KeyText>;
  readonly founding: boolean;
  /** True for a registered customer: its former e-mails are not its own for ever. */
  readonly account: boolean;
  /** The card the record is on now, null when it waits unlinked. Says nothing about where it belongs. */
  readonly cardId: string | null;
};

export type GroupingRules = {
  /** `key|integration` of e-mails that two accounts of that integration have carried. */
  readonly contested: ReadonlySet<string>;
  /** Keys two sides of a split share, each with a key of the side that keeps records without any other key. */
  readonly split: ReadonlyMap<KeyText, KeyText>;
  /** Pairs of keys a person declared to be one customer's. */
  readonly links: readonly (readonly [KeyText, KeyText])[];
};

export const NO_RULINGS: Pick<GroupingRules, 'split' | 'links'> = { split: new Map(), links: [] };

export type Group<M extends Member> = { readonly members: readonly M[]; readonly keys: ReadonlySet<KeyText>; };

export const contestedText = (key: KeyText, integrationId: string): string => `${key}|${integrationId}`;

/** E-mails that more than one account of the same integration carries or has carried. */
export function findContested(members: readonly Member[]): string[] {
  const holders = new Map<string, Set<string>>();
  for (const member of members) {
    if (!member.account) continue;
    for (const key of member.keys) {
      if (keyType(key) !== 'email') continue;
      const text = contestedText(key, member.integrationId);
      holders.set(text, (holders.get(text) ?? new Set()).add(member.recordId));
    }
  }
  return [...holders].filter(([, records]) => records.size > 1).map(([text]) => text);
}

/** The keys by which a member joins: all it ever had, without former e-mails another account carries and split values. */
export function effectiveKeys(member: Member, rules: GroupingRules): KeyText[] {
  return member.keys.filter((key) => {
    if (!isJoining(key) || rules.split.has(key)) return false;
    const former = member.account && keyType(key) === 'email' && !member.currentKeys.has(key);
    return !(former && rules.contested.has(contestedText(key, member.integrationId)));
  });
}

/** The key by which a record that has nothing but split values stays with the side chosen in the split. */
export function keeperOf(member: Member, rules: GroupingRules): KeyText | undefined {
  return [...member.keys].sort().map((key) => rules.split.get(key)).find((keeper) => keeper !== undefined);
}

class Unions {
  private readonly parents = new Map<string, string>();

  find(item: string): string {
    let root = item;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root)) root = next;
    if (item !== root) this.parents.set(item, root);
    return root;
  }

  join(a: string, b: string): void {
    const left = this.find(a);
    const right = this.find(b);
    if (left !== right) this.parents.set(left, right);
  }
}

/**
 * Connected groups of members that share an effective key; the result does not depend on the order of `members`.
 * Members that found no card themselves and share no key with one that does are left out (they wait unlinked).
 */
export function groupMembers<M extends Member>(members: readonly M[], rules: GroupingRules): Group<M>[] {
  const unions = new Unions();
  const effective = new Map(members.map((member) => [member.recordId, effectiveKeys(member, rules)] as const));
  for (const [left, right] of rules.links) unions.join(left, right);
  for (const member of members) {
    const node = `record:${member.recordId}`;
    const keys = effective.get(member.recordId) ?? [];
    for (const key of keys) unions.join(node, key);
    const keeper = keys.length === 0 ? keeperOf(member, rules) : undefined;
    if (keeper !== undefined) unions.join(node, keeper);
  }
  const groups = new Map<string, M[]>();
  for (const member of members) {
    const root = unions.find(`record:${member.recordId}`);
    groups.set(root, [...(groups.get(root) ?? []), member]);
  }
  return [...groups.values()]
    .filter((group) => group.some((member) => member.founding))
    .map((group) => ({ members: group, keys: new Set(group.flatMap((member) => effective.get(member.recordId) ?? [])) }));
}
