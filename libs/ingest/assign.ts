import { isOfOwner, keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import { newId } from '#libs/domain/ids.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { everyKey, type Judged } from './prepare.js';

/** A record that will be written, with the card it belongs to (null: it waits unlinked). */
export type Assigned = Judged & { readonly recordId: string; readonly customerId: string | null; readonly allKeys: readonly KeyText[] };

export type Assignment = {
  /** Cards are clear. */
  readonly plain: readonly Assigned[];
  /** Cards may join or part: written as they are, then all cards they touch are grouped anew. */
  readonly unclear: readonly Assigned[];
  readonly newCards: readonly { readonly id: string; readonly members: readonly Assigned[] }[];
  readonly newIdentities: readonly { readonly key: KeyText; readonly customerId: string; readonly recordId: string }[];
};

/** What is known of keys before the page is written. */
export type KnownKeys = {
  readonly cards: ReadonlyMap<KeyText, string>;
  /** Shop ids on the cards above: tells whether another account of the same shop is there. */
  readonly shopIds: ReadonlyMap<string, readonly string[]>;
  /** Keys about which a person has decided something: what carries one is grouped with everything it may touch. */
  readonly ruled: ReadonlySet<KeyText>;
};

const union = (...lists: readonly (readonly KeyText[])[]): KeyText[] => [...new Set(lists.flat())].sort();
/**
 * Keys a record keeps from copies before. An order or address has one owner, the present one: a shop moves the orders of
 * many people to one technical customer or merges accounts, and a kept former owner would then join all of them.
 */
export function keptKeys(record: NeutralRecord, former: readonly KeyText[]): KeyText[] {
  return record.kind === 'customer' ? [...former] : former.filter((key) => !isOfOwner(key));
}

const emailsOf = (keys: readonly KeyText[]): KeyText[] => keys.filter((key) => keyType(key) === 'email');

/** A purchase taken back may have been the last one: only all orders of the card together tell which is now. The other way round is an addition. */
const takesBackItsPurchase = ({ stored, record }: Judged): boolean => stored?.counted === true && record.kind === 'order' && record.counts === false;

/** True when a stored record keeps its keys, its standing, its one e-mail and its purchase: its card cannot change. */
export function keepsItsCard(copy: Judged): boolean {
  const stored = copy.stored;
  if (stored === null || stored.customer_id === null || stored.profile_rank !== copy.profileRank) return false;
  if (takesBackItsPurchase(copy)) return false;
  const had = new Set(stored.keys);
  if (![...copy.keys.joining, ...keptKeys(copy.record, copy.formerKeys)].every((key) => had.has(key))) return false;
  // A former owner that is not the present one any more, or keys that mean something else under the present rules.
  const kept = new Set([...keptKeys(copy.record, copy.storedKeys), ...copy.keys.joining]);
  if (!stored.keys.every((key) => kept.has(key)) || !copy.storedKeys.every((key) => had.has(key))) return false;
  return copy.profileRank !== 0 || (emailsOf(stored.keys).length <= 1 && emailsOf(stored.keys).length === emailsOf(copy.keys.joining).length);
}

class PageGroups {
  private readonly parents = new Map<string, string>();

  find(item: string): string {
    let root = item;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    return root;
  }

  join(a: string, b: string): void {
    const left = this.find(a);
    const right = this.find(b);
    if (left !== right) this.parents.set(left, right);
  }
}

function groupByKeys(records: readonly Assigned[]): Assigned[][] {
  const groups = new PageGroups();
  for (const record of records) for (const key of record.keys.joining) groups.join(record.recordId, key);
  const members = new Map<string, Assigned[]>();
  for (const record of records) {
    const root = groups.find(record.recordId);
    const group = members.get(root);
    if (group) group.push(record);
    else members.set(root, [record]);
  }
  return [...members.values()];
}

/** An account that comes to a card where another customer of the same shop already is may contest its e-mail. */
function meetsAnother(record: Assigned, card: string | undefined, known: KnownKeys, integrationId: string): boolean {
  if (record.profileRank !== 0 || card === undefined) return false;
  const own = `${integrationId}/${record.record.externalId}`;
  return (known.shopIds.get(card) ?? []).some((value) => value !== own && value.startsWith(`${integrationId}/`));
}

function isClear(group: readonly Assigned[], cards: ReadonlySet<string>, known: KnownKeys, integrationId: string): boolean {
  if (cards.size > 1) return false;
  if (group.some((record) => record.keys.joining.some((key) => known.ruled.has(key)))) return false;
  // A stored record whose keys changed, one that changed inside the batch, or a losing copy that brings new keys.
  if (group.some((record) => keptKeys(record.record, record.formerKeys).length > 0)) return false;
  if (group.some((record) => record.stored !== null && (record.stored.customer_id !== null || record.stored.keys.length > 0))) return false;
  if (group.filter((record) => record.profileRank === 0).length > 1) return false;
  const [card] = cards;
  return !group.some((record) => meetsAnother(record, card, known, integrationId));
}

/** Finds the card of every record to write. Pure: the same look-up gives the same answer except for new ids. */
export function assign(records: readonly Judged[], known: KnownKeys, integrationId: string): Assignment {
  const plain: Assigned[] = [];
  const open: Assigned[] = [];
  for (const copy of records) {
    const recordId = copy.stored?.id ?? newId();
    const allKeys = union(keptKeys(copy.record, copy.storedKeys), everyKey(copy.keys), keptKeys(copy.record, copy.formerKeys));
    // Goods belong to nobody.
    if (copy.record.kind === 'product') plain.push({ ...copy, recordId, allKeys, customerId: null });
    else if (keepsItsCard(copy)) plain.push({ ...copy, recordId, allKeys, customerId: copy.stored?.customer_id ?? null });
    else open.push({ ...copy, recordId, allKeys, customerId: null });
  }
  const unclear: Assigned[] = [];
  const newCards: { id: string; members: Assigned[] }[] = [];
  const newIdentities: { key: KeyText; customerId: string; recordId: string }[] = [];
  for (const group of groupByKeys(open)) {
    const cards = new Set(group.flatMap((record) => record.keys.joining.map((key) => known.cards.get(key)).filter((card) => card !== undefined)));
    if (!isClear(group, cards, known, integrationId)) {
      unclear.push(...group.map((record) => ({ ...record, customerId: record.stored?.customer_id ?? null })));
      continue;
    }
    const [existing] = cards;
    const founded = existing === undefined && group.some((record) => record.keys.founding) ? newId() : null;
    const card = existing ?? founded;
    const linked = group.map((record) => ({ ...record, customerId: card }));
    plain.push(...linked);
    if (card === null) continue;
    if (founded !== null) newCards.push({ id: founded, members: linked });
    const fresh = new Map<KeyText, string>();
    for (const record of linked) for (const key of record.keys.joining) if (!known.cards.has(key) && !fresh.has(key)) fresh.set(key, record.recordId);
    for (const [key, recordId] of fresh) newIdentities.push({ key, customerId: card, recordId });
  }
  return { plain, unclear, newCards, newIdentities };
}

/** Sorted the way they are written, so that two pages never wait for each other. */
export function identityRows(assignment: Assignment): { type: string; value: string; customer_id: string; record_id: string }[] {
  return assignment.newIdentities
    .map((row) => ({ type: keyType(row.key), value: keyValue(row.key), customer_id: row.customerId, record_id: row.recordId }))
    .sort((a, b) => (a.type === b.type ? (a.value < b.value ? -1 : 1) : a.type < b.type ? -1 : 1));
}
