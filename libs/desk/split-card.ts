import { newId } from '#libs/domain/ids.js';
import { keyType } from '#libs/domain/identity-keys.js';
import { planSplit, type Side, type SplitPlan } from '#libs/domain/split-card.js';
import { loadClosure, loadRules, recomputeCards } from '#libs/ingest/recompute-cards.js';
import type { CardMember } from '#libs/ingest/regroup.js';
import { cutLinks, keeperRows, putDecision, putLinks, putRefused } from './decision.js';
import { raiseCounter, recordsOf, requireCard, type Desk } from './desk.js';
import { DeskRefusal } from './refusal.js';
import * as sql from './statements.js';

export type SplitAsk = { readonly customerId: string; readonly records: readonly string[]; readonly keepAlone: Side; readonly note: string | null };
export type Split = { readonly decisionId: string; readonly customerId: string; readonly newCustomerId: string };

const shopKeyOf = (member: CardMember): string | undefined => member.keys.find((key) => keyType(key) === 'shop_id');

/**
 * The chosen records with all that belongs to their customers. What belongs to a customer cannot go without it.
 * @throws DeskRefusal
 */
export function withFollowers(members: readonly CardMember[], records: readonly string[]): Set<string> {
  const asked = new Set(records);
  const foreign = records.filter((id) => !members.some((member) => member.recordId === id));
  if (foreign.length > 0) throw new DeskRefusal('record_not_on_card', { records: foreign });
  const chosen = new Set<string>();
  for (const member of members.filter((one) => asked.has(one.recordId))) {
    const key = shopKeyOf(member);
    const family = key === undefined ? [member] : members.filter((one) => shopKeyOf(one) === key);
    const owner = family.find((one) => one.record.kind === 'customer');
    if (owner !== undefined && !asked.has(owner.recordId)) throw new DeskRefusal('follows_its_customer', { recordId: member.recordId, ownerId: owner.recordId });
    for (const one of family) chosen.add(one.recordId);
  }
  if (chosen.size === members.length) throw new DeskRefusal('whole_card');
  return chosen;
}

async function store(desk: Desk, decisionId: string, plan: SplitPlan): Promise<void> {
  const { session, workspaceId } = desk;
  await cutLinks(desk, decisionId, plan.cut);
  if (plan.split.size > 0) await session.query(sql.PUT_SPLITS, [workspaceId, decisionId, JSON.stringify(keeperRows(plan.split))]);
  if (plan.kept.size > 0) await session.query(sql.MOVE_KEEPERS, [workspaceId, decisionId, JSON.stringify(keeperRows(plan.kept))]);
  await putLinks(desk, decisionId, plan.links);
  // Hints both sides share would propose at once what was just parted.
  await putRefused(desk, decisionId, [plan.anchors.this, plan.anchors.new]);
}

/** Two people were on one card: the chosen records move to a card of their own. @throws DeskRefusal */
export async function splitCard(desk: Desk, ask: SplitAsk): Promise<Split> {
  const { session, workspaceId, addresses } = desk;
  const { customerId } = ask;
  await requireCard(desk, customerId);
  const before = await recordsOf(desk, [customerId]);
  const closure = await loadClosure(session, workspaceId, before.map((record) => record.id), addresses);
  const chosen = withFollowers(closure.members.filter((member) => member.cardId === customerId), ask.records);
  const rules = await loadRules(session, workspaceId, closure);
  const plan = planSplit(closure.members, rules, { cardId: customerId, chosen, alone: ask.keepAlone });
  if ('inseparable' in plan) throw new DeskRefusal('records_not_separable', { records: plan.inseparable });
  const [decisionId, newCustomerId] = [newId(), newId()];
  await store(desk, decisionId, plan);
  await recomputeCards(session, workspaceId, before.map((record) => record.id), addresses, new Map([[plan.anchors.this, customerId], [plan.anchors.new, newCustomerId]]));
  await verify(desk, { customerId, newCustomerId, chosen, all: before.map((record) => record.id) });
  await putDecision(desk, decisionId, { kind: 'split', note: ask.note, detail: { cards: [customerId, newCustomerId], records: [...chosen].sort() } });
  await raiseCounter(desk);
  return { decisionId, customerId, newCustomerId };
}

/** What is stored is what was asked for, or nothing is stored. */
async function verify(desk: Desk, { customerId, newCustomerId, chosen, all }: { readonly customerId: string; readonly newCustomerId: string; readonly chosen: ReadonlySet<string>; readonly all: readonly string[] }): Promise<void> {
  const cards = new Map((await recordsOf(desk, [customerId, newCustomerId])).map((record) => [record.id, record.customerId]));
  const wrong = all.filter((id) => cards.get(id) !== (chosen.has(id) ? newCustomerId : customerId));
  if (wrong.length > 0) throw new DeskRefusal('records_not_separable', { records: wrong });
}
