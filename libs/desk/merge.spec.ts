import { newId } from '#libs/domain/ids.js';
import { DeskAtWork } from '../../test/support/desk-at-work.js';
import { addDelivery, addRelay } from '../../apps/api/testing/relay-rows.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { store } from '../../test/support/relay-records.js';
import { mergeCards } from './merge-cards.js';
import { decide, refusal } from './testing/desk-house.js';
import { account, guest, order } from './testing/people.js';

const at = new DeskAtWork();
at.open();
const { on, rec, merge, split, undo, cards, idField, nameOf } = at;

describe('a merge', () => {
  it('makes one card of two, recomputes what is derived, and gives everything back when undone', async () => {
    await store(at.house, at.shop, [account(5, 'a@example.pl'), account(3, 'b@example.pl'), order(7, 5), order(8, 3)]);
    const before = await canonicalText(at.house.dataSource);
    const [one, other] = [await on('customer', 5), await on('customer', 3)];
    const merged = await merge(one, other);
    expect(merged.customerId).toBe(one);
    expect(await cards()).toEqual(['PS1/customer/3 PS1/customer/5 PS1/order/7 PS1/order/8']);
    expect(await on('order', 8)).toBe(one);
    expect(await idField(one)).toBe('3');
    expect(await nameOf(other)).toMatchObject({ into: one });
    await undo(merged.decisionId);
    expect([await on('customer', 5), await on('order', 8)]).toEqual([one, other]);
    expect([await idField(one), await idField(other)]).toEqual(['5', '3']);
    expect(await nameOf(other)).toEqual({ name: 'Imię3 Wzór3', email: 'b@example.pl', into: null });
    expect(await canonicalText(at.house.dataSource)).toBe(before);
    expect(await refusal(undo(merged.decisionId))).toEqual({ code: 'decision_undone', detail: {} });
  });

  it('is refused for one card, and for cards that are one by now; a former id leads to the card to look at', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
    const [one, two, three] = [await on('customer', 1), await on('customer', 2), await on('customer', 3)];
    expect(await refusal(merge(one, one))).toMatchObject({ code: 'same_card' });
    await merge(one, two);
    expect(await refusal(merge(one, two))).toEqual({ code: 'already_one_card', detail: { customerId: one } });
    expect(await refusal(merge(three, two))).toEqual({ code: 'card_joined', detail: { customerId: one } });
    expect(await refusal(merge(three, newId()))).toMatchObject({ code: 'not_found' });
    expect(await refusal(merge(three, 'nonsense'))).toMatchObject({ code: 'not_found' });
  });

  it('never reaches into another workspace', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const elsewhere = newId();
    await at.house.dataSource.query(`insert into workspace (id, name) values ($1, 'Other')`, [elsewhere]);
    const foreign = newId();
    await at.house.dataSource.query(`insert into customer (id, workspace_id) values ($1, $2)`, [foreign, elsewhere]);
    const own = await on('customer', 1);
    expect(await refusal(merge(own, foreign))).toMatchObject({ code: 'not_found' });
    expect(await refusal(merge(foreign, own))).toMatchObject({ code: 'not_found' });
    expect(await refusal(decide(at.house, (desk) => mergeCards(desk, { customerId: own, other: foreign, note: null }), elsewhere))).toMatchObject({ code: 'not_found' });
    expect(await cards()).toHaveLength(2);
  });

  it('takes tickets a person gave to a card along, and gives them back', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const [mine, theirs] = [newId(), newId()];
    for (const [ticket, card] of [[mine, one], [theirs, two]]) await at.house.dataSource.query(`insert into ticket (id, workspace_id, source, customer_id, assigned_by) values ($1, $2, 'x', $3, 'person')`, [ticket, at.house.workspaceId, card]);
    const places = (): Promise<unknown> => at.house.dataSource.query('select customer_id as card from ticket order by id');
    const { decisionId } = await merge(one, two);
    expect(await places()).toEqual([{ card: one }, { card: one }]);
    await undo(decisionId);
    expect(await places()).toEqual([{ card: one }, { card: two }]);
  });

  it('leaves tickets to the card that was split, and takes those of the new one back when undone', async () => {
    await store(at.house, at.shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    const card = await on('customer', 1);
    const parted = await split(card, [await rec('customer', 2)]);
    await at.house.dataSource.query(`insert into ticket (id, workspace_id, source, customer_id, assigned_by) values ($1, $2, 'x', $3, 'person')`, [newId(), at.house.workspaceId, parted.newCustomerId]);
    await undo(parted.decisionId);
    expect(await at.house.dataSource.query('select customer_id as card from ticket')).toEqual([{ card }]);
  });

  it('cannot be undone under what was merged later with the side that would leave, and can with the side that stays', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
    const [one, two, three] = [await on('customer', 1), await on('customer', 2), await on('customer', 3)];
    // The lowest account stands for a card: three is held by one.
    const first = await merge(two, one);
    const second = await merge(two, three);
    expect(await refusal(undo(first.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [second.decisionId] } });
    expect(await cards()).toHaveLength(1);
    await undo(second.decisionId);
    await undo(first.decisionId);
    expect([await on('customer', 1), await on('customer', 2), await on('customer', 3)]).toEqual([one, two, three]);
    const third = await merge(one, two);
    await merge(one, three);
    await undo(third.decisionId);
    expect(await cards()).toEqual(['PS1/customer/1 PS1/customer/3', 'PS1/customer/2']);
  });

  it('stays without effect where records came to be one by themselves', async () => {
    await store(at.house, at.shop, [account(1, 'a@example.pl'), guest(2, 'b@example.pl')]);
    const { decisionId, customerId } = await merge(await on('customer', 1), await on('customer', 2));
    await store(at.house, at.shop, [guest(2, 'a@example.pl')]);
    expect(await undo(decisionId)).toEqual({ kind: 'merge', cards: [customerId] });
    expect(await cards()).toHaveLength(1);
  });

  it('touches nothing that was or will be delivered, and neither does a split', async () => {
    const relay = await addRelay(at.house);
    await at.house.dataSource.query(`update route set integration_id = $1 where id = $2`, [at.shop.id, relay.route]);
    await store(at.house, at.shop, [account(1, 'a@example.pl'), account(2, 'a@example.pl'), account(3, 'c@example.pl')]);
    await addDelivery(at.house, relay.route, { state: 'delivered' });
    const rows = (): Promise<unknown> => at.house.dataSource.query('select xmin::text, ctid::text, null as id from route_change union all select xmin::text, ctid::text, id from delivery order by 1, 2');
    const before = await rows();
    expect(before).toHaveLength(4);
    const parted = await split(await on('customer', 1), [await rec('customer', 2)]);
    const merged = await merge(parted.customerId, await on('customer', 3));
    await undo(merged.decisionId);
    await undo(parted.decisionId);
    expect(await rows()).toEqual(before);
  });
});
