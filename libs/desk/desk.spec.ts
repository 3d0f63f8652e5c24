import { newId } from '#libs/domain/ids.js';
import { addShop, buildHouse, emptyHouse, type House, type Shop } from '../../test/support/house.js';
import { addDelivery, addRelay } from '../../apps/api/testing/relay-rows.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { store } from '../../test/support/relay-records.js';
import { acceptProposal, refuseProposal } from './decide-proposal.js';
import { listDecisions } from './decisions.js';
import { mergeCards } from './merge-cards.js';
import { listProposals, proposalId, proposalsOfCard } from './proposals.js';
import { splitCard, type SplitAsk } from './split-card.js';
import * as sql from './statements.js';
import { decide, proposalsByName, refusal } from './testing/desk-house.js';
import { account, cardOf, cardsByName, guest, listed, market, order, recordId, stray } from './testing/people.js';
import { undoDecision, type Undone } from './undo-decision.js';

let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  shop = await addShop(house, 'PS1', ['id', 'last_order_date']);
});

const on = (kind: 'customer' | 'order', id: number): Promise<string> => cardOf(house.dataSource, kind, id);
const rec = (kind: 'customer' | 'order' | 'subscriber', id: number | string): Promise<string> => recordId(house.dataSource, kind, id);
const merge = (customerId: string, other: string): ReturnType<typeof mergeCards> => decide(house, (desk) => mergeCards(desk, { customerId, other, note: null }));
const split = (customerId: string, records: readonly string[], keepAlone: SplitAsk['keepAlone'] = 'this'): ReturnType<typeof splitCard> => decide(house, (desk) => splitCard(desk, { customerId, records, keepAlone, note: null }));
const undo = (id: string): Promise<Undone> => decide(house, (desk) => undoDecision(desk, id));
const refuse = async (): ReturnType<typeof refuseProposal> => {
  const [proposal] = await listProposals(house.dataSource, house.workspaceId, null, 1);
  return await decide(house, (desk) => refuseProposal(desk, proposal?.id ?? '', null));
};
const cards = (): Promise<string[]> => cardsByName(house.dataSource);
const idField = async (card: string): Promise<string | undefined> =>
  (await house.dataSource.query<{ value: string }[]>(`select number_value::text as value from customer_field_value where customer_id = $1 and field_id = $2`, [card, shop.fields.get('id')]))[0]?.value;
const nameOf = async (card: string): Promise<unknown> => (await house.dataSource.query<unknown[]>('select display_name as name, email, merged_into as into from customer where id = $1', [card]))[0];

describe('a merge', () => {
  it('makes one card of two, recomputes what is derived, and gives everything back when undone', async () => {
    await store(house, shop, [account(5, 'a@example.pl'), account(3, 'b@example.pl'), order(7, 5), order(8, 3)]);
    const before = await canonicalText(house.dataSource);
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
    expect(await canonicalText(house.dataSource)).toBe(before);
    expect(await refusal(undo(merged.decisionId))).toEqual({ code: 'decision_undone', detail: {} });
  });

  it('is refused for one card, and for cards that are one by now; a former id leads to the card to look at', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
    const [one, two, three] = [await on('customer', 1), await on('customer', 2), await on('customer', 3)];
    expect(await refusal(merge(one, one))).toMatchObject({ code: 'same_card' });
    await merge(one, two);
    expect(await refusal(merge(one, two))).toEqual({ code: 'already_one_card', detail: { customerId: one } });
    expect(await refusal(merge(three, two))).toEqual({ code: 'card_joined', detail: { customerId: one } });
    expect(await refusal(merge(three, newId()))).toMatchObject({ code: 'not_found' });
    expect(await refusal(merge(three, 'nonsense'))).toMatchObject({ code: 'not_found' });
  });

  it('never reaches into another workspace', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const elsewhere = newId();
    await house.dataSource.query(`insert into workspace (id, name) values ($1, 'Other')`, [elsewhere]);
    const foreign = newId();
    await house.dataSource.query(`insert into customer (id, workspace_id) values ($1, $2)`, [foreign, elsewhere]);
    const own = await on('customer', 1);
    expect(await refusal(merge(own, foreign))).toMatchObject({ code: 'not_found' });
    expect(await refusal(merge(foreign, own))).toMatchObject({ code: 'not_found' });
    expect(await refusal(decide(house, (desk) => mergeCards(desk, { customerId: own, other: foreign, note: null }), elsewhere))).toMatchObject({ code: 'not_found' });
    expect(await cards()).toHaveLength(2);
  });

  it('takes tickets a person gave to a card along, and gives them back', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const [mine, theirs] = [newId(), newId()];
    for (const [ticket, card] of [[mine, one], [theirs, two]]) await house.dataSource.query(`insert into ticket (id, workspace_id, source, customer_id, assigned_by) values ($1, $2, 'x', $3, 'person')`, [ticket, house.workspaceId, card]);
    const places = (): Promise<unknown> => house.dataSource.query('select customer_id as card from ticket order by id');
    const { decisionId } = await merge(one, two);
    expect(await places()).toEqual([{ card: one }, { card: one }]);
    await undo(decisionId);
    expect(await places()).toEqual([{ card: one }, { card: two }]);
  });

  it('leaves tickets to the card that was split, and takes those of the new one back when undone', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    const card = await on('customer', 1);
    const parted = await split(card, [await rec('customer', 2)]);
    await house.dataSource.query(`insert into ticket (id, workspace_id, source, customer_id, assigned_by) values ($1, $2, 'x', $3, 'person')`, [newId(), house.workspaceId, parted.newCustomerId]);
    await undo(parted.decisionId);
    expect(await house.dataSource.query('select customer_id as card from ticket')).toEqual([{ card }]);
  });

  it('cannot be undone under what was merged later with the side that would leave, and can with the side that stays', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
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
    await store(house, shop, [account(1, 'a@example.pl'), guest(2, 'b@example.pl')]);
    const { decisionId, customerId } = await merge(await on('customer', 1), await on('customer', 2));
    await store(house, shop, [guest(2, 'a@example.pl')]);
    expect(await undo(decisionId)).toEqual({ kind: 'merge', cards: [customerId] });
    expect(await cards()).toHaveLength(1);
  });

  it('touches nothing that was or will be delivered, and neither does a split', async () => {
    const relay = await addRelay(house);
    await house.dataSource.query(`update route set integration_id = $1 where id = $2`, [shop.id, relay.route]);
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'a@example.pl'), account(3, 'c@example.pl')]);
    await addDelivery(house, relay.route, { state: 'delivered' });
    const rows = (): Promise<unknown> => house.dataSource.query('select xmin::text, ctid::text, null as id from route_change union all select xmin::text, ctid::text, id from delivery order by 1, 2');
    const before = await rows();
    expect(before).toHaveLength(4);
    const parted = await split(await on('customer', 1), [await rec('customer', 2)]);
    const merged = await merge(parted.customerId, await on('customer', 3));
    await undo(merged.decisionId);
    await undo(parted.decisionId);
    expect(await rows()).toEqual(before);
  });
});

describe('a split', () => {
  it('parts two accounts that share an e-mail, for good, and undoing makes them one again', async () => {
    await store(house, shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), order(7, 5), order(8, 3), stray(9, 'dom@example.pl')]);
    const card = await on('customer', 5);
    const parted = await split(card, [await rec('customer', 3)]);
    expect(await cards()).toEqual(['PS1/customer/3 PS1/order/8', 'PS1/customer/5 PS1/order/7 PS1/order/9']);
    expect([await on('customer', 5), await on('customer', 3)]).toEqual([card, parted.newCustomerId]);
    expect([await idField(card), await idField(parted.newCustomerId)]).toEqual(['5', '3']);
    // New records that carry the value join nobody, those that have nothing else stay where the person said.
    await store(house, shop, [account(6, 'dom@example.pl'), stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(card);
    expect(await cards()).toHaveLength(3);
    await undo(parted.decisionId);
    expect(await cards()).toHaveLength(1);
    expect(await on('customer', 3)).toBe(card);
    expect(await nameOf(parted.newCustomerId)).toMatchObject({ into: card });
  });

  it('gives back exactly what was there', async () => {
    await store(house, shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), order(7, 5), order(8, 3), stray(9, 'dom@example.pl')]);
    const before = await canonicalText(house.dataSource);
    const { decisionId } = await split(await on('customer', 5), [await rec('customer', 3)]);
    expect(await canonicalText(house.dataSource)).not.toBe(before);
    await undo(decisionId);
    expect(await canonicalText(house.dataSource)).toBe(before);
  });

  it('can leave records without other keys to the new card', async () => {
    await store(house, shop, [account(5, 'dom@example.pl'), account(3, 'dom@example.pl'), stray(9, 'dom@example.pl'), listed(1, 'dom@example.pl')]);
    const card = await on('customer', 5);
    expect(await refusal(split(card, [await rec('customer', 3)], 'new'))).toEqual({ code: 'records_not_separable', detail: { records: [await rec('order', 9), await rec('subscriber', 's1')].sort() } });
    const { newCustomerId } = await split(card, [await rec('customer', 3), await rec('order', 9), await rec('subscriber', 's1')], 'new');
    expect(await on('order', 9)).toBe(newCustomerId);
    await store(house, shop, [stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(newCustomerId);
  });

  it('refuses what cannot be parted and names it', async () => {
    await store(house, shop, [account(5, 'dom@example.pl'), order(7, 5), stray(9, 'dom@example.pl'), account(6, 'c@example.pl')]);
    const card = await on('customer', 5);
    const [customer, owned, lone] = [await rec('customer', 5), await rec('order', 7), await rec('order', 9)];
    expect(await refusal(split(card, [lone]))).toEqual({ code: 'records_not_separable', detail: { records: [lone] } });
    expect(await refusal(split(card, [owned]))).toEqual({ code: 'follows_its_customer', detail: { recordId: owned, ownerId: customer } });
    expect(await refusal(split(card, [customer, lone]))).toMatchObject({ code: 'whole_card' });
    expect(await refusal(split(card, [await rec('customer', 6)]))).toEqual({ code: 'record_not_on_card', detail: { records: [await rec('customer', 6)] } });
    expect(await refusal(split(newId(), [lone]))).toMatchObject({ code: 'not_found' });
    expect(await cards()).toEqual(['PS1/customer/5 PS1/order/7 PS1/order/9', 'PS1/customer/6']);
    expect(await house.dataSource.query('select (select count(*) from split_key)::int as splits, (select count(*) from decision)::int as decisions')).toEqual([{ splits: 0, decisions: 0 }]);
  });

  it('gives exactly two cards where a side would fall apart', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'dom@example.pl'), account(4, 'dom@example.pl')]);
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
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'dom@example.pl'), account(3, 'dom@example.pl')]);
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
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
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
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl', {}), stray(9, 'dom@example.pl'), account(3, 'c@example.pl')]);
    const card = await on('customer', 1);
    await split(card, [await rec('customer', 2)]);
    await merge(card, await on('customer', 3));
    // What has nothing but the value split before is asked to go with the third account.
    const { newCustomerId } = await split(card, [await rec('customer', 3), await rec('order', 9)]);
    expect(await on('order', 9)).toBe(newCustomerId);
    await store(house, shop, [stray(10, 'dom@example.pl')]);
    expect(await on('order', 10)).toBe(newCustomerId);
  });

  it('gives records without other keys back to whom they were left before, when undone', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), stray(9, 'dom@example.pl'), account(3, 'c@example.pl'), account(4, 'd@example.pl')]);
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
    expect(await house.dataSource.query('select keeper_key, former_keepers from split_key')).toEqual([{ keeper_key: `shop_id:${shop.id}/1`, former_keepers: [] }]);
  });

  it('forgets a keeper whose decision is undone in the middle, and leaves the last one where it is', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    await split(await on('customer', 1), [await rec('customer', 2)]);
    const [second, last] = [newId(), newId()];
    const key = (id: number): string => `shop_id:${shop.id}/${String(id)}`;
    const move = (by: string, keeper: string): Promise<unknown> => decide(house, ({ session, workspaceId }) => session.query(sql.MOVE_KEEPERS, [workspaceId, by, JSON.stringify([{ type: 'email', value: 'dom@example.pl', keeper_key: keeper }])]));
    await move(second, key(2));
    await move(last, key(3));
    const restore = (by: string): Promise<unknown> => decide(house, ({ session, workspaceId }) => session.query(sql.RESTORE_KEEPERS, [workspaceId, by]));
    const stored = (): Promise<unknown> => house.dataSource.query('select keeper_key, former_keepers from split_key');
    await restore(second);
    expect(await stored()).toEqual([{ keeper_key: key(3), former_keepers: [{ keeper: key(1), movedBy: last }] }]);
    await restore(last);
    expect(await stored()).toEqual([{ keeper_key: key(1), former_keepers: [] }]);
  });

  it('can always be undone when it is the newest, whatever was parted before', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl')]);
    const before = await canonicalText(house.dataSource);
    const first = await split(await on('customer', 1), [await rec('customer', 2)]);
    const merged = await merge(first.customerId, first.newCustomerId);
    const again = await split(first.customerId, [await rec('customer', 2)]);
    expect(await refusal(undo(first.decisionId))).toEqual({ code: 'decision_built_upon', detail: { decisions: [again.decisionId] } });
    for (const { decisionId } of [again, merged, first]) await undo(decisionId);
    expect(await canonicalText(house.dataSource)).toBe(before);
    // Parted, joined by an address both have come to carry since, and parted again.
    const one = await split(await on('customer', 1), [await rec('customer', 2)]);
    await store(house, shop, [order(7, 1, { contact: stray(7, 'nowy@example.pl').contact }), order(8, 2, { contact: stray(8, 'nowy@example.pl').contact })]);
    expect(await cards()).toHaveLength(1);
    const two = await split(await on('customer', 1), [await rec('customer', 2)]);
    await undo(two.decisionId);
    await undo(one.decisionId);
    expect(await cards()).toHaveLength(1);
  });

  it('is not undone while that would take the id of a card merged since', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'c@example.pl')]);
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
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), account(3, 'c@example.pl')]);
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
    await store(house, shop, [account(1, 'dom@example.pl', { phones: ['600100200'], lastName: 'Wzór' }), account(2, 'dom@example.pl', { phones: ['600100200'], lastName: 'Wzór' })]);
    const card = await on('customer', 1);
    const { newCustomerId } = await split(card, [await rec('customer', 2)]);
    // The phone and the surname they share propose nothing that was just parted.
    expect(await proposalsByName(house)).toEqual([]);
    const merged = await merge(card, newCustomerId);
    expect(await cards()).toHaveLength(1);
    await undo(merged.decisionId);
    expect(await on('customer', 2)).toBe(newCustomerId);
    expect(await proposalsByName(house)).toEqual([]);
  });
});

describe('proposals', () => {
  const same = { phones: ['600100200'], lastName: 'Wzór' };

  it('come from a login or from a phone with the surname, never from a phone alone', async () => {
    await store(house, shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', { phones: ['600100200'], lastName: 'WZOR' }), account(3, 'c@example.pl', { phones: ['600100200'], lastName: 'Inna' })]);
    await store(house, shop, [market(7, 1, 'kupiec'), market(8, 2, 'Kupiec'), market(9, 3, 'kupiec')]);
    expect(await proposalsByName(house)).toEqual([
      'PS1/customer/1 PS1/order/7 ~ PS1/customer/2 PS1/order/8 by allegro_login:kupiec, person_phone:+48600100200/wzor',
      'PS1/customer/1 PS1/order/7 ~ PS1/customer/3 PS1/order/9 by allegro_login:kupiec',
      'PS1/customer/2 PS1/order/8 ~ PS1/customer/3 PS1/order/9 by allegro_login:kupiec',
    ]);
    expect(await proposalsOfCard(house.dataSource, house.workspaceId, await on('customer', 3))).toHaveLength(2);
  });

  it('are not made of what more than five cards share', async () => {
    await store(house, shop, [1, 2, 3, 4, 5].map((id) => account(id, `p${String(id)}@example.pl`, same)));
    expect(await proposalsByName(house)).toHaveLength(10);
    await store(house, shop, [account(6, 'p6@example.pl', same)]);
    expect(await proposalsByName(house)).toEqual([]);
    expect(await proposalsOfCard(house.dataSource, house.workspaceId, await on('customer', 1))).toEqual([]);
  });

  it('keep the moment they appeared when a card is grouped anew', async () => {
    await store(house, shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', same)]);
    const [before] = await listProposals(house.dataSource, house.workspaceId, null, 10);
    await store(house, shop, [guest(3, 'a@example.pl')]);
    await store(house, shop, [account(1, 'new@example.pl', same)]);
    const [after] = await listProposals(house.dataSource, house.workspaceId, null, 10);
    expect(after?.reasons).toEqual(before?.reasons);
  });

  it('merge when accepted, the older card staying', async () => {
    await store(house, shop, [account(1, 'a@example.pl', same)]);
    await store(house, shop, [account(2, 'b@example.pl', same)]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const id = proposalId({ lower: one, higher: two });
    const accepted = await decide(house, (desk) => acceptProposal(desk, id, 'sprawdzone'));
    expect(accepted).toMatchObject({ customerId: one, other: two });
    expect(await refusal(decide(house, (desk) => acceptProposal(desk, id, null)))).toEqual({ code: 'card_joined', detail: { customerId: one } });
    expect(await proposalsByName(house)).toEqual([]);
    await undo(accepted.decisionId);
    expect(await proposalsByName(house)).toHaveLength(1);
  });

  it('stay away once refused, through joins and another look at the same card, until that is undone', async () => {
    await store(house, shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', same)]);
    const [one, two] = [await on('customer', 1), await on('customer', 2)];
    const refused = await refuse();
    expect(await proposalsByName(house)).toEqual([]);
    expect(await refusal(decide(house, (desk) => acceptProposal(desk, proposalId({ lower: one, higher: two } ), null)))).toMatchObject({ code: one < two ? 'already_refused' : 'not_found' });
    await store(house, shop, [guest(5, 'a@example.pl', same), market(9, 1, 'kupiec'), market(10, 2, 'kupiec')]);
    expect(await proposalsByName(house)).toEqual([]);
    await undo(refused.decisionId);
    expect(await proposalsByName(house)).toHaveLength(1);
    expect(await refusal(undo(refused.decisionId))).toMatchObject({ code: 'decision_undone' });
  });

  it('are answered only where they stand', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [lower, higher] = [await on('customer', 1), await on('customer', 2)].sort() as [string, string];
    for (const answer of [acceptProposal, refuseProposal] as readonly ((...args: Parameters<typeof acceptProposal>) => Promise<unknown>)[]) {
      expect(await refusal(decide(house, (desk) => answer(desk, proposalId({ lower, higher }), null)))).toMatchObject({ code: 'not_proposed' });
      for (const id of ['nonsense', lower, `${higher}~${lower}`, `${lower}~${lower}`, `${lower}~${higher}~${higher}`, proposalId({ lower, higher: newId() })]) {
        expect(await refusal(decide(house, (desk) => answer(desk, id, null)))).toMatchObject({ code: 'not_found' });
      }
    }
  });

  it('are listed page by page, each once, also while they are decided about', async () => {
    await store(house, shop, [1, 2, 3, 4].map((id) => account(id, `p${String(id)}@example.pl`, same)));
    await store(house, shop, [5, 6, 7].map((id) => account(id, `p${String(id)}@example.pl`)));
    await store(house, shop, [market(25, 5, 'kupiec'), market(26, 6, 'kupiec'), market(27, 7, 'zbieracz'), market(28, 1, 'zbieracz'), market(29, 2, 'zbieracz')]);
    const all = await listProposals(house.dataSource, house.workspaceId, null, 100);
    expect(all).toHaveLength(9);
    expect(new Set(all.map((proposal) => proposal.id)).size).toBe(9);
    const walked: string[] = [];
    for (let after: Parameters<typeof listProposals>[2] = null; ; ) {
      const [next] = await listProposals(house.dataSource, house.workspaceId, after, 1);
      if (next === undefined) break;
      walked.push(next.id);
      after = [next.reasons[0]?.type ?? '', next.reasons[0]?.value ?? '', next.lower, next.higher];
      await decide(house, (desk) => refuseProposal(desk, next.id, null));
    }
    expect(walked).toEqual(all.map((proposal) => proposal.id));
  });
});

describe('decisions', () => {
  it('are listed for the card under whatever id it has now, with ids and never keys', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), account(3, 'c@example.pl')]);
    const [one, two, three] = [await on('customer', 1), await on('customer', 2), await on('customer', 3)];
    const first = await merge(one, two);
    const second = await merge(three, one);
    const list = (customerId: string | null): Promise<string[]> => listDecisions(house.dataSource, house.workspaceId, { before: null, limit: 10, customerId }).then((found) => found.map((row) => row.id));
    expect(await list(three)).toEqual([second.decisionId, first.decisionId]);
    expect(await list(null)).toEqual([second.decisionId, first.decisionId]);
    const stored = JSON.stringify(await house.dataSource.query('select detail from decision'));
    expect(stored).not.toContain('@');
    expect(stored).not.toContain('shop_id');
  });
});
