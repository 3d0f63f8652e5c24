import { contestedText, findContested, groupMembers, type GroupingRules } from '#libs/domain/identity-groups.js';
import { isHinting, isJoining, keyText, keyType, keyValue, type HintingType, type JoiningType, type KeyText } from '#libs/domain/identity-keys.js';
import type { AddressRules } from '#libs/domain/email.js';
import type { FieldRole } from '#libs/domain/words.js';
import { keepLogins, loadKeptLogins, type KeptLogin } from './kept-logins.js';
import { fieldsOf, keyPairs, memberOf, NO_PREFERENCE, planCards, profileOf, type CardMember, type CardPlan, type FieldUses, type MemberRow, type PreferredCards } from './regroup.js';
import { settled, type IngestSession } from './session.js';
import { ADD_KEYS } from './statements.js';
import * as sql from './statements-cards.js';
import { followCards, type Regrouped } from './tickets/follow-cards.js';

type KeyRow = { readonly type: JoiningType | HintingType; readonly value: string };

/** Records that may belong together, and every joining key that was met on the way. */
export type Closure = { readonly members: readonly CardMember[]; readonly keys: ReadonlySet<KeyText> };

/**
 * Everything connected with the seeds: their cards, the records on them, the cards those records' keys and people's decisions
 * lead to, and so on.
 */
export async function loadClosure(session: IngestSession, workspaceId: string, seeds: readonly string[], addresses: AddressRules): Promise<Closure> {
  const members = new Map<string, CardMember>();
  const cards = new Set<string>();
  const keys = new Set<KeyText>();
  const take = (rows: readonly MemberRow[]): CardMember[] => {
    const fresh = rows.filter((row) => !members.has(row.id)).map((row) => memberOf(row, addresses));
    for (const member of fresh) members.set(member.recordId, member);
    return fresh;
  };
  let fresh = take((await session.query<MemberRow>(sql.MEMBERS_BY_ID, [seeds])).rows);
  let led: readonly KeyText[] = [];
  while (fresh.length > 0 || led.length > 0) {
    const newKeys = [...new Set([...fresh.flatMap((member) => member.keys).filter(isJoining), ...led])].filter((key) => !keys.has(key));
    for (const key of newKeys) keys.add(key);
    const [found, further] = await settled([
      session.query<{ customer_id: string }>(sql.CARDS_OF_KEYS, [workspaceId, JSON.stringify(keyPairs(newKeys))]),
      session.query<{ key: KeyText }>(sql.LED_TO, [workspaceId, newKeys]),
    ]);
    led = further.rows.map((row) => row.key).filter((key) => !keys.has(key));
    const nextCards = new Set([...found.rows.map((row) => row.customer_id), ...fresh.flatMap((member) => (member.cardId === null ? [] : [member.cardId]))]);
    for (const card of cards) nextCards.delete(card);
    for (const card of nextCards) cards.add(card);
    const onCards = await session.query<MemberRow>(sql.MEMBERS_BY_CARD, [[...nextCards]]);
    const waiting: MemberRow[] = [];
    const owners = new Map<string, string[]>();
    for (const key of newKeys) {
      if (keyType(key) !== 'shop_id') continue;
      const [integrationId = '', owner = ''] = keyValue(key).split(/\/(.*)/su);
      owners.set(integrationId, [...(owners.get(integrationId) ?? []), owner]);
    }
    for (const [integrationId, ids] of owners) waiting.push(...(await session.query<MemberRow>(sql.MEMBERS_WAITING, [integrationId, ids])).rows);
    fresh = take([...onCards.rows, ...waiting]);
  }
  return { members: [...members.values()], keys };
}

/** What people and records have decided about the keys of a closure. */
export async function loadRules(session: IngestSession, workspaceId: string, { members, keys }: Closure): Promise<GroupingRules> {
  const contested = findContested(members).map((text) => {
    const at = text.lastIndexOf('|');
    return { ...keyPairs([text.slice(0, at)])[0], integration_id: text.slice(at + 1) };
  });
  const pairs = JSON.stringify(keyPairs(members.flatMap((member) => member.keys)));
  const [, known, splits, links] = await settled([
    contested.length === 0 ? Promise.resolve(null) : session.query(sql.ADD_CONTESTED, [workspaceId, JSON.stringify(contested)]),
    session.query<KeyRow & { integration_id: string }>(sql.CONTESTED_OF_KEYS, [workspaceId, pairs]),
    session.query<KeyRow & { keeper_key: KeyText }>(sql.SPLITS_OF_KEYS, [workspaceId, pairs]),
    session.query<{ left_key: KeyText; right_key: KeyText }>(sql.LINKS_OF_KEYS, [workspaceId, [...keys]]),
  ]);
  return {
    contested: new Set(known.rows.map((row) => contestedText(keyText(row.type, row.value), row.integration_id))),
    split: new Map(splits.rows.map((row) => [keyText(row.type, row.value), row.keeper_key])),
    links: links.rows.map((row) => [row.left_key, row.right_key] as const),
  };
}

async function loadFieldUses(session: IngestSession, workspaceId: string): Promise<FieldUses> {
  const uses = new Map<string, Map<FieldRole, string[]>>();
  const found = await session.query<{ integration_id: string; role: FieldRole; field_id: string }>(sql.FIELD_USES, [workspaceId]);
  for (const row of found.rows) {
    const targets = uses.get(row.integration_id) ?? new Map<FieldRole, string[]>();
    uses.set(row.integration_id, targets.set(row.role, [...(targets.get(row.role) ?? []), row.field_id]));
  }
  return uses;
}

function customerRow(plan: CardPlan, addresses: AddressRules): Record<string, unknown> {
  const { profile, recordId } = profileOf(plan.group, addresses);
  return { id: plan.id, display_name: profile.displayName, email: profile.email, company: profile.company, search_text: profile.searchText, profile_record_id: recordId };
}

function identitiesOf(plan: CardPlan): Record<string, unknown>[] {
  return [...plan.group.keys].map((key) => {
    const holder = plan.group.members.find((member) => member.keys.includes(key));
    return { type: keyType(key), value: keyValue(key), customer_id: plan.id, integration_id: holder?.integrationId, record_id: holder?.recordId };
  });
}

/** Hints of a card. Joining keys that join nothing any more lead to all cards that carry them, as hints do. */
function hintsOf(plan: CardPlan): Record<string, unknown>[] {
  const hints = new Map<KeyText, string>();
  for (const member of plan.group.members) for (const key of member.keys.filter((one) => isHinting(one) || !plan.group.keys.has(one))) if (!hints.has(key)) hints.set(key, member.integrationId);
  return [...hints].map(([key, integrationId]) => ({ type: keyType(key), value: keyValue(key), customer_id: plan.id, integration_id: integrationId }));
}

function fieldRows(plan: CardPlan, { uses, logins }: Loaded): Record<string, unknown>[] {
  return [...keepLogins(plan.group, fieldsOf(plan.group, uses), logins)].map(([fieldId, { candidate, integrationId }]) => ({
    customer_id: plan.id, field_id: fieldId, integration_id: integrationId, text_value: candidate.text, number_value: candidate.number, date_value: candidate.date, rank: candidate.rank,
  }));
}

/** What decides the rows of cards beside the groups themselves. */
type Loaded = { readonly addresses: AddressRules; readonly uses: FieldUses; readonly logins: readonly KeptLogin[] };

async function apply(session: IngestSession, workspaceId: string, plans: readonly CardPlan[], members: readonly CardMember[], loaded: Loaded): Promise<Pick<Regrouped, 'cards' | 'emptied'>> {
  const cardOf = new Map(plans.flatMap((plan) => plan.group.members.map((member) => [member.recordId, plan.id] as const)));
  const before = [...new Set(members.flatMap((member) => (member.cardId === null ? [] : [member.cardId])))];
  const touched = [...new Set([...before, ...plans.map((plan) => plan.id)])];
  const emptied = before
    .filter((card) => !plans.some((plan) => plan.id === card))
    .map((card) => ({ id: card, merged_into: cardOf.get(members.find((member) => member.cardId === card)?.recordId ?? '') ?? null }));
  const hints = plans.flatMap(hintsOf);
  const json = (rows: readonly unknown[]): string => JSON.stringify(rows);
  const rekeyed = members.filter((member) => member.isRekeyed).map(({ recordId, keys }) => ({ id: recordId, keys }));
  await settled([
    rekeyed.length === 0 ? Promise.resolve(null) : session.query(ADD_KEYS, [json(rekeyed)]),
    session.query(sql.PUT_CUSTOMERS, [workspaceId, json(plans.map((plan) => customerRow(plan, loaded.addresses)))]),
    session.query(sql.MOVE_RECORDS, [json(members.map((member) => ({ id: member.recordId, customer_id: cardOf.get(member.recordId) ?? null })))]),
    session.query(sql.DROP_IDENTITIES, [touched, json(keyPairs(plans.flatMap((plan) => [...plan.group.keys])))]),
    session.query(sql.PUT_IDENTITIES, [workspaceId, json(plans.flatMap(identitiesOf))]),
    session.query(sql.DROP_HINTS, [touched, json(hints)]),
    session.query(sql.PUT_HINTS, [workspaceId, json(hints)]),
    session.query(sql.DROP_FIELDS, [touched]),
    session.query(sql.PUT_FIELDS, [workspaceId, json(plans.flatMap((plan) => fieldRows(plan, loaded)))]),
    session.query(sql.EMPTY_CUSTOMERS, [json(emptied)]),
  ]);
  return { cards: touched, emptied };
}

/**
 * Groups all cards the seed records touch anew and stores the result: records, keys, hints, field values, names and tickets.
 * Runs inside the caller's transaction, under the workspace's exclusive lock. `preferred`: see `planCards`. Returns the records
 * looked at.
 */
export async function recomputeCards(session: IngestSession, workspaceId: string, seeds: readonly string[], addresses: AddressRules, preferred: PreferredCards = NO_PREFERENCE): Promise<number> {
  if (seeds.length === 0) return 0;
  const closure = await loadClosure(session, workspaceId, seeds, addresses);
  const [rules, uses] = [await loadRules(session, workspaceId, closure), await loadFieldUses(session, workspaceId)];
  const logins = await loadKeptLogins(session, workspaceId, closure.members.flatMap((member) => (member.cardId === null ? [] : [member.cardId])));
  const applied = await apply(session, workspaceId, planCards(groupMembers(closure.members, rules), preferred), closure.members, { addresses, uses, logins });
  await followCards(session, workspaceId, { keys: closure.members.flatMap((member) => member.keys), ...applied }, addresses);
  return closure.members.length;
}
