import fc from 'fast-check';
import type { NeutralRecord } from '#libs/domain/records.js';
import { linkAllWaiting } from '#libs/ingest/link-waiting.js';
import { canonicalText } from './canonical-dump.js';
import { openPart, type House, type Shop } from './house.js';
import { store } from './relay-records.js';
import { refuseProposal } from '#libs/desk/decide-proposal.js';
import { mergeCards } from '#libs/desk/merge-cards.js';
import { proposalId } from '#libs/desk/proposals.js';
import { DeskRefusal } from '#libs/desk/refusal.js';
import { splitCard } from '#libs/desk/split-card.js';
import { undoDecision } from '#libs/desk/undo-decision.js';
import { decide, proposalsByName } from '#libs/desk/testing/desk-house.js';
import { account, guest, listed, market, order, stray } from '#libs/desk/testing/people.js';

const EMAILS = ['a@example.pl', 'b@example.pl', 'c@example.pl', 'h1+1@allegromail.pl', 'h1+2@allegromail.pl'] as const;

/** A small world in which everything collides, in one version a record. */
export const world = fc.uniqueArray(
  fc.record({ shop: fc.constantFrom(0, 1), what: fc.constantFrom('account', 'guest', 'order', 'stray', 'market', 'listed'), id: fc.integer({ min: 1, max: 4 }), email: fc.constantFrom(...EMAILS), hint: fc.integer({ min: 0, max: 3 }) }),
  { minLength: 3, maxLength: 14, selector: ({ shop, what, id }) => `${String(shop)}${what}${String(id)}` },
);
export type Copy = { readonly shop: number; readonly what: string; readonly id: number; readonly email: string; readonly hint: number };

/** What people do: records are named by their place in the world, decisions by theirs in the list. */
export const rulings = fc.array(fc.record({ what: fc.constantFrom('merge', 'split', 'split', 'refuse', 'undo'), one: fc.nat(13), other: fc.nat(13), keepAlone: fc.constantFrom('this' as const, 'new' as const) }), { minLength: 1, maxLength: 6 });
export type Ruling = { readonly what: string; readonly one: number; readonly other: number; readonly keepAlone: 'this' | 'new' };

function recordOf({ what, id, email, hint }: Copy): NeutralRecord {
  const phones = hint === 0 ? [] : [`60010020${String(hint)}`];
  if (what === 'account') return account(id, email, { phones, lastName: 'Wzór' });
  if (what === 'guest') return guest(id + 100, email, { phones, lastName: 'Wzór' });
  if (what === 'stray') return stray(id + 200, email);
  if (what === 'market') return market(id + 300, hint === 0 ? null : id, `kupiec${String(hint)}`, [email]);
  return what === 'listed' ? listed(id, email) : order(id, hint % 2 === 0 ? id : id + 100);
}

/** Reads the copies in some order, in slices, in lanes beside one another. */
export async function read(house: House, shops: readonly Shop[], copies: readonly Copy[], lanes: number, noise: () => number): Promise<void> {
  const shuffled = copies.map((copy) => ({ copy, key: noise() })).sort((a, b) => a.key - b.key).map(({ copy }) => copy);
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    const own = shuffled.filter((_copy, index) => index % lanes === lane);
    for (let at = 0; at < own.length; ) {
      const slice = own.slice(at, at + 1 + (noise() % 4));
      at += slice.length;
      for (const [index, shop] of shops.entries()) await store(house, shop, slice.filter((copy) => copy.shop === index).map(recordOf));
    }
  }));
  for (const shop of shops) await linkAllWaiting(house.dataSource, (await openPart(house, shop, 'orders')).context);
}

/** Where a record of the world is now. */
export async function placeOf(house: House, shops: readonly Shop[], copies: readonly Copy[], index: number): Promise<{ id: string; card: string } | null> {
  const copy = copies[index % copies.length];
  if (copy === undefined) return null;
  const record = recordOf(copy);
  const [row] = await house.dataSource.query<{ id: string; card: string | null }[]>(`select id, customer_id as card from source_record where integration_id = $1 and kind = $2 and external_id = $3`, [shops[copy.shop]?.id, record.kind, record.externalId]);
  return row === undefined || row.card === null ? null : { id: row.id, card: row.card };
}

/** Applies what people did; says which of it the desk did, and why not the rest. */
export async function rule(house: House, shops: readonly Shop[], copies: readonly Copy[], list: readonly Ruling[]): Promise<string[]> {
  const told: string[] = [];
  const made: (string | null)[] = [];
  for (const { what, one, other, keepAlone } of list) {
    const [left, right] = [await placeOf(house, shops, copies, one), await placeOf(house, shops, copies, other)];
    if (left === null || right === null) continue;
    const [lower = '', higher = ''] = [left.card, right.card].sort();
    const undone = made[one % Math.max(1, made.length)] ?? null;
    try {
      const done = await decide(house, async (desk) => {
        if (what === 'merge') return (await mergeCards(desk, { customerId: left.card, other: right.card, note: null })).decisionId;
        if (what === 'split') return (await splitCard(desk, { customerId: left.card, records: left.card === right.card ? [...new Set([left.id, right.id])] : [left.id], keepAlone, note: null })).decisionId;
        if (what === 'refuse') return (await refuseProposal(desk, proposalId({ lower, higher }), null)).decisionId;
        if (undone !== null) await undoDecision(desk, undone);
        return null;
      });
      made.push(done);
      told.push(`${what} done`);
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      made.push(null);
      told.push(`${what} ${error.code}`);
    }
  }
  return told;
}

/** Cards and proposals, without ids. */
export const shown = async (house: House): Promise<string> => [await canonicalText(house.dataSource), ...(await proposalsByName(house))].join('\n').replaceAll(/[\da-f]{8}-[\da-f-]{27}/gu, 'id');
/** Everything read is gone; what people decided stays. */
export const forget = (house: House): Promise<unknown> => house.dataSource.query('truncate source_record, consent, consent_change, customer, identity, hint, customer_field_value, contested_key, reject, absent_record, inbox');
