import { anchorOf, type NamedMember } from './anchor.js';
import { effectiveKeys, groupMembers, type GroupingRules } from './identity-groups.js';
import type { KeyText } from './identity-keys.js';

/** The card as it was, and the one that parts from it. */
export const SIDES = ['this', 'new'] as const;
export type Side = (typeof SIDES)[number];

export type KeyPair = readonly [KeyText, KeyText];

/** What a split stores. */
export type SplitPlan = {
  readonly anchors: Readonly<Record<Side, KeyText>>;
  /** Values both sides share, with what keeps records that have nothing else. */
  readonly split: ReadonlyMap<KeyText, KeyText>;
  /** Values split before whose keeper has to be another key now. */
  readonly kept: ReadonlyMap<KeyText, KeyText>;
  readonly cut: readonly KeyPair[];
  /** Links that hold each side together. */
  readonly links: readonly KeyPair[];
};

/** Records that cannot be parted: what they share with the other side is all they have. */
export type Inseparable = { readonly inseparable: readonly string[] };

type Card = { readonly members: readonly NamedMember[]; readonly sideOf: (member: NamedMember) => Side };

const on = ({ members, sideOf }: Card, side: Side): NamedMember[] => members.filter((member) => sideOf(member) === side);

/** On which sides keys are carried. */
function carriers(card: Card, rules: GroupingRules): Map<KeyText, Set<Side>> {
  const sides = new Map<KeyText, Set<Side>>();
  for (const member of card.members) for (const key of effectiveKeys(member, rules)) sides.set(key, (sides.get(key) ?? new Set()).add(card.sideOf(member)));
  return sides;
}

/** Links that cannot stay: their ends are on two sides, or an end joins nothing any more. An end nobody carries is where its links lead. */
function crossing(links: readonly KeyPair[], carried: ReadonlyMap<KeyText, ReadonlySet<Side>>): KeyPair[] {
  const sides = new Map(carried);
  const sorted = [...links].sort(([a, b], [c, d]) => (`${a}|${b}` < `${c}|${d}` ? -1 : 1));
  for (let before = -1; before < sides.size; ) {
    before = sides.size;
    for (const [left, right] of sorted) {
      const known = sides.get(left) ?? sides.get(right);
      if (known === undefined) continue;
      if (!sides.has(left)) sides.set(left, known);
      if (!sides.has(right)) sides.set(right, known);
    }
  }
  return links.filter(([left, right]) => new Set([...(sides.get(left) ?? []), ...(sides.get(right) ?? [])]).size > 1);
}

/** Values split before: records that have nothing else follow the side they were put on. */
function keepersAnew(card: Card, rules: GroupingRules, parted: GroupingRules, alone: Side, anchors: Readonly<Record<Side, KeyText>>): Map<KeyText, KeyText> {
  const carried = carriers(card, parted);
  const bare = card.members.filter((member) => effectiveKeys(member, parted).length === 0);
  const kept = new Map<KeyText, KeyText>();
  for (const [value, keeper] of rules.split) {
    const sides = new Set(bare.filter((member) => member.keys.includes(value)).map(card.sideOf));
    const [only] = sides;
    const wanted = sides.size === 1 && only !== undefined ? only : alone;
    const lost = parted.split.has(keeper) && !rules.split.has(keeper);
    if (lost || (sides.size > 0 && carried.get(keeper)?.has(wanted) !== true)) kept.set(value, anchors[wanted]);
  }
  return kept;
}

/** Links between the fragments a side would fall into: a person asked for two cards, not for more. */
function holding(card: Card, side: Side, anchor: KeyText, rules: GroupingRules, all: readonly NamedMember[]): KeyPair[] {
  const ids = new Set(on(card, side).map((member) => member.recordId));
  return groupMembers(all, rules)
    .filter((group) => group.members.some((member) => ids.has(member.recordId)) && !group.keys.has(anchor))
    .flatMap((group): KeyPair[] => {
      const other = anchorOf(group.members, rules);
      return other === null ? [] : [[anchor, other]];
    });
}

/** Records of the card that stand with the other side, or with nobody: what they share is all they have. */
function astray(card: Card, rules: GroupingRules, all: readonly NamedMember[]): string[] {
  const bare = (member: NamedMember): boolean => effectiveKeys(member, rules).length === 0;
  const sidesOf = (members: readonly NamedMember[]): Set<Side> => new Set(members.filter((member) => card.members.includes(member)).map(card.sideOf));
  const groups = groupMembers(all, rules);
  const found = new Set(groups.flatMap((group) => group.members));
  const mixed = groups.filter((group) => sidesOf(group.members).size > 1).flatMap((group) => {
    const [home] = sidesOf(group.members.filter((member) => !bare(member)));
    const strangers = group.members.filter((member) => bare(member) && card.sideOf(member) !== home);
    return strangers.length > 0 ? strangers : on(card, 'new').filter((member) => group.members.includes(member));
  });
  return [...new Set([...mixed, ...card.members.filter((member) => !found.has(member))].map((member) => member.recordId))].sort();
}

/** True when the rules give exactly the two cards asked for. */
function isAsAsked(card: Card, anchors: Readonly<Record<Side, KeyText>>, rules: GroupingRules, all: readonly NamedMember[]): boolean {
  const groups = groupMembers(all, rules);
  return SIDES.every((side) => {
    const group = groups.find((one) => one.keys.has(anchors[side]));
    return group !== undefined && on(card, side).every((member) => group.members.includes(member)) && group.members.every((member) => !card.members.includes(member) || card.sideOf(member) === side);
  });
}

/**
 * How a card is parted so that the chosen records are a card of their own, whatever order all records are read in again.
 * `all`: the members of the card `cardId` and everything connected with them. `alone`: the side that keeps records which
 * have nothing but shared values.
 */
export function planSplit(all: readonly NamedMember[], rules: GroupingRules, ask: { readonly cardId: string; readonly chosen: ReadonlySet<string>; readonly alone: Side }): SplitPlan | Inseparable {
  const card: Card = { members: all.filter((member) => member.cardId === ask.cardId), sideOf: (member) => (ask.chosen.has(member.recordId) ? 'new' : 'this') };
  const carried = carriers(card, rules);
  const shared = [...carried].filter(([, sides]) => sides.size > 1).map(([key]) => key).sort();
  const cut = crossing(rules.links, carried);
  const links = rules.links.filter((link) => !cut.includes(link));
  const parted: GroupingRules = { ...rules, links, split: new Map([...rules.split, ...shared.map((key) => [key, key] as const)]) };
  const own = carriers(card, parted);
  const anchor = (side: Side): KeyText | null => ([...own.values()].some((sides) => sides.has(side)) ? anchorOf(on(card, side), parted) : null);
  const [here, there] = [anchor('this'), anchor('new')];
  if (here === null || there === null) return { inseparable: on(card, there === null ? 'new' : 'this').map((member) => member.recordId).sort() };
  const anchors = { this: here, new: there };
  const split = new Map(shared.map((key) => [key, anchors[ask.alone]] as const));
  const kept = keepersAnew(card, rules, parted, ask.alone, anchors);
  const settled: GroupingRules = { ...parted, split: new Map([...rules.split, ...kept, ...split]) };
  const strays = astray(card, settled, all);
  if (strays.length > 0) return { inseparable: strays };
  const bonds = SIDES.flatMap((side) => holding(card, side, anchors[side], settled, all));
  return isAsAsked(card, anchors, { ...settled, links: [...links, ...bonds] }, all) ? { anchors, split, kept, cut, links: bonds } : { inseparable: [...ask.chosen].sort() };
}
