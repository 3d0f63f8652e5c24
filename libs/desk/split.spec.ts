import { newId } from '#libs/domain/ids.js';
import { DeskAtWork } from '../../test/support/desk-at-work.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { store } from '../../test/support/relay-records.js';
import * as sql from './statements.js';
import { decide, proposalsByName, refusal } from './testing/desk-house.js';
import { account, listed, order, stray } from './testing/people.js';

const at = new DeskAtWork();
at.open();
const { on, rec, merge, split, undo, cards, idField, nameOf } = at;

describe('a split', () => {
  it('parts two accounts that share an e-mail, for good, and undoing makes them one again', async () => {
    await store(at.house, at.shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), order(7, 5), order(8, 3), stray(9, 'dom@example.pl')]);
    const card = await on('customer', 5);
    const parted = await split(card, [await rec('customer', 3)]);
    expect(await cards()).toEqual(['PS1/customer/3 PS1/order/8', 'PS1/customer/5 PS1/order/7 PS1/order/9']);
    expect([await on('customer', 5), await on('customer', 3)]).toEqual([card, parted.newCustomerId]);
    expect([await idField(card), await idField(parted.newCustomerId)]).toEqual(['5', '3']);
    // New records that carry the value join nobody, those that have nothing else stay where the person said.
    await store(at.house, at.shop, [account(6, 'dom@example.pl'), stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(card);
    expect(await cards()).toHaveLength(3);
    await undo(parted.decisionId);
    expect(await cards()).toHaveLength(1);
    expect(await on('customer', 3)).toBe(card);
    expect(await nameOf(parted.newCustomerId)).toMatchObject({ into: card });
  });

  it('gives back exactly what was there', async () => {
    await store(at.house, at.shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), order(7, 5), order(8, 3), stray(9, 'dom@example.pl')]);
    const before = await canonicalText(at.house.dataSource);
    const { decisionId } = await split(await on('customer', 5), [await rec('customer', 3)]);
    expect(await canonicalText(at.house.dataSource)).not.toBe(before);
    await undo(decisionId);
    expect(await canonicalText(at.house.dataSource)).toBe(before);
  });

  it('can leave records without other keys to the new card', async () => {
    await store(at.house, at.shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), stray(9, 'dom@example.pl'), listed(1, 'dom@example.pl')]);
    const card = await on('customer', 5);
    expect(await refusal(split(card, [await rec('customer', 3)], 'new'))).toEqual({ code: 'records_not_separable', detail: { records: [await rec('order', 9), await rec('subscriber', 's1')].sort() } });
    const { newCustomerId } = await split(card, [await rec('customer', 3), await rec('order', 9), await rec('subscriber', 's1')], 'new');
    expect(await on('order', 9)).toBe(newCustomerId);
    await store(at.house, at.shop, [stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(newCustomerId);
  });

  it('refuses what cannot be parted and names it', async () => {
    await store(at.house, at.shop, [account(5, 'dom@example.pl'), order(7, 5), stray(9, 'dom@example.pl'), account(6, 'c@example.pl')]);
    const card = await on('customer', 5);
    const [customer, owned, lone] = [await rec('customer', 5), await rec('order', 7), await rec('order', 9)];
    expect(await refusal(split(card, [lone]))).toEqual({ code: 'records_not_separable', detail: { records: [lone] } });
    expect(await refusal(split(card, [owned]))).toEqual({ code: 'follows_its_customer', detail: { recordId: owned, ownerId: customer } });
    expect(await refusal(split(card, [customer, lone]))).toMatchObject({ code: 'whole_card' });
    expect(await refusal(split(card, [await rec('customer', 6)]))).toEqual({ code: 'record_not_on_card', detail: { records: [await rec('customer', 6)] } });
    expect(await refusal(split(newId(), [lone]))).toMatchObject({ code: 'not_found' });
    expect(await cards()).toEqual(['PS1/customer/5 PS1/order/7 PS1/order/9', 'PS1/customer/6']);
    expect(await at.house.dataSource.query('select (select count(*) from split_key)::int as splits, (select count(*) from decision)::int as decisions')).toEqual([{ splits: 0, decisions: 0 }]);
  });

  it('gives exactly two cards where a side would fall apart', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'dom@example.pl'), account(4, 'dom@example.pl')]);
    const card = await on('customer', 1);
    const parted = await split(card, [await rec('customer', 3), await rec('customer', 4)]);
    expect(await cards()).toEqual(['PS1/customer/1 PS1/customer/2', 'PS1/customer/3 PS1/customer/4']);
    // A further split cuts what held them, and undoing it restores that.
    const again = await split(card, [await rec('customer', 2)]);
    expect(await cards()).toHaveLength(3);
    expect(await refusal(undo(parted.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [again.decisionId] } });
    await undo(again.decisionId);
    expect(await cards()).toEqual(['PS1/customer/1 PS1/customer/2', 'PS1/customer/3 PS1/customer/4']);
    await undo(parted.decisionId);
    expect(await cards()).toHaveLength(1);
  });

  it('blocks the undoing of a merge it came after, so that nobody gets the id of another', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'dom@example.pl'), account(3, 'dom@example.pl')]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const merged = await merge(one, two);
    // The third person keeps the id of the first, who goes with the second to a new card.
    const parted = await split(one, [await rec('customer', 1), await rec('customer', 2)]);
    expect(await refusal(undo(merged.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [parted.decisionId] } });
    await undo(parted.decisionId);
    await undo(merged.decisionId);
    expect([await on('customer', 1), await on('customer', 2), await on('customer', 3)]).toEqual([one, two, two]);
  });

  it('cuts a merge of people it parts, and blocks its undoing', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const merged = await merge(one, two);
    const parted = await split(one, [await rec('customer', 2)]);
    expect(parted.newCustomerId).not.toBe(two);
    expect(await refusal(undo(merged.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [parted.decisionId] } });
    await undo(parted.decisionId);
    expect(await cards()).toHaveLength(1);
    await undo(merged.decisionId);
    expect(await on('customer', 2)).toBe(two);
  });

  it('takes records along that an earlier split left to this card', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl', {}), stray(9, 'dom@example.pl'), account(3, 'c@example.pl')]);
    const card = await on('customer', 1);
    await split(card, [await rec('customer', 2)]);
    await merge(card, await on('customer', 3));
    // What has nothing but the value split before is asked to go with the third account.
    const { newCustomerId } = await split(card, [await rec('customer', 3), await rec('order', 9)]);
    expect(await on('order', 9)).toBe(newCustomerId);
    await store(at.house, at.shop, [stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(newCustomerId);
  });

  it('gives records without other keys back to whom they were left before, when undone', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), stray(9, 'dom@example.pl'), account(3, 'c@example.pl'), account(4, 'd@example.pl')]);
    const card = await on('customer', 1);
    await split(card, [await rec('customer', 2)]);
    const third = await merge(card, await on('customer', 3));
    const partedThird = await split(card, [await rec('customer', 3), await rec('order', 9)]);
    const fourth = await merge(partedThird.newCustomerId, await on('customer', 4));
    const partedFourth = await split(partedThird.newCustomerId, [await rec('customer', 4), await rec('order', 9)]);
    expect(await on('order', 9)).toBe(partedFourth.newCustomerId);
    await undo(partedFourth.decisionId);
    await undo(fourth.decisionId);
    expect(await on('order', 9)).toBe(partedThird.newCustomerId);
    await undo(partedThird.decisionId);
    await undo(third.decisionId);
    expect(await on('order', 9)).toBe(card);
    expect(await on('customer', 1)).toBe(card);
    expect(await at.house.dataSource.query('select keeper_key, former_keepers from split_key')).toEqual([{ keeper_key: `shop_id:${at.shop.id}/1`, former_keepers: [] }]);
  });

  it('forgets a keeper whose decision is undone in the middle, and leaves the last one where it is', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    await split(await on('customer', 1), [await rec('customer', 2)]);
    const [second, last] = [newId(), newId()];
    const key = (id: number): string => `shop_id:${at.shop.id}/${String(id)}`;
    const move = (by: string, keeper: string): Promise<unknown> => decide(at.house, ({ session, workspaceId }) => session.query(sql.MOVE_KEEPERS, [workspaceId, by, JSON.stringify([{ type: 'email', value: 'dom@example.pl', keeper_key: keeper }])]));
    await move(second, key(2));
    await move(last, key(3));
    const restore = (by: string): Promise<unknown> => decide(at.house, ({ session, workspaceId }) => session.query(sql.RESTORE_KEEPERS, [workspaceId, by]));
    const stored = (): Promise<unknown> => at.house.dataSource.query('select keeper_key, former_keepers from split_key');
    await restore(second);
    expect(await stored()).toEqual([{ keeper_key: key(3), former_keepers: [{ keeper: key(1), movedBy: last }] }]);
    await restore(last);
    expect(await stored()).toEqual([{ keeper_key: key(1), former_keepers: [] }]);
  });

  it('can always be undone when it is the newest, whatever was parted before', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    const before = await canonicalText(at.house.dataSource);
    const first = await split(await on('customer', 1), [await rec('customer', 2)]);
    const merged = await merge(first.customerId, first.newCustomerId);
    const again = await split(first.customerId, [await rec('customer', 2)]);
    expect(await refusal(undo(first.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [again.decisionId] } });
    for (const { decisionId } of [again, merged, first]) await undo(decisionId);
    expect(await canonicalText(at.house.dataSource)).toBe(before);
    // Parted, joined by an address both have come to carry since, and parted again.
    const one = await split(await on('customer', 1), [await rec('customer', 2)]);
    await store(at.house, at.shop, [order(7, 1, { contact: stray(7, 'nowy@example.pl').contact }), order(8, 2, { contact: stray(8, 'nowy@example.pl').contact })]);
    expect(await cards()).toHaveLength(1);
    const two = await split(await on('customer', 1), [await rec('customer', 2)]);
    await undo(two.decisionId);
    await undo(one.decisionId);
    expect(await cards()).toHaveLength(1);
  });

  it('is not undone while that would take the id of a card merged since', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'c@example.pl')]);
    const [card, third] = [await on('customer', 1), await on('customer', 3)];
    const parted = await split(card, [await rec('customer', 2)]);
    const merged = await merge(third, parted.newCustomerId);
    // The third person would be shown under the id of the first one, and stay there when the merge is undone.
    expect(await refusal(undo(parted.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [merged.decisionId] } });
    await undo(merged.decisionId);
    await undo(parted.decisionId);
    expect([await on('customer', 1), await on('customer', 2), await on('customer', 3)]).toEqual([card, card, third]);
  });

  it('is undone into the card that the one that was split has been joined into', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'c@example.pl')]);
    const [card, third] = [await on('customer', 1), await on('customer', 3)];
    for (const moved of [2, 1]) {
      const parted = await split(card, [await rec('customer', moved)]);
      const merged = await merge(third, card);
      await undo(parted.decisionId);
      expect([await on('customer', 1), await on('customer', 2), await on('customer', 3)]).toEqual([third, third, third]);
      await undo(merged.decisionId);
      expect([await on('customer', 1), await on('customer', 2), await on('customer', 3)]).toEqual([card, card, third]);
    }
  });

  it('can be merged again by a person', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl', { phones: ['600100200'], lastName: 'Wzór' }), account(2, 'dom@example.pl', { phones: ['600100200'], lastName: 'Wzór' })]);
    const card = await on('customer', 1);
    const { newCustomerId } = await split(card, [await rec('customer', 2)]);
    // The phone and the surname they share propose nothing that was just parted.
    expect(await proposalsByName(at.house)).toEqual([]);
    const merged = await merge(card, newCustomerId);
    expect(await cards()).toHaveLength(1);
    await undo(merged.decisionId);
    expect(await on('customer', 2)).toBe(newCustomerId);
    expect(await proposalsByName(at.house)).toEqual([]);
  });
});
