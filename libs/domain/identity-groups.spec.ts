import { groupMembers, NO_RULINGS, type GroupingRules, type Member } from './identity-groups.js';
import type { KeyText } from './identity-keys.js';

const member = (recordId: string, keys: readonly KeyText[], more: Partial<Member> = {}): Member => ({
  recordId, integrationId: 'shop', keys, currentKeys: new Set(keys), founding: true, account: false, cardId: null, ...more,
});
const rules = (over: Partial<GroupingRules>): GroupingRules => ({ contested: new Set(), ...NO_RULINGS, ...over });
const grouped = (members: readonly Member[], over: Partial<GroupingRules>): string[] =>
  groupMembers(members, rules(over)).map((group) => group.members.map((one) => one.recordId).sort().join('')).sort();

const PEOPLE = [member('a', ['shop_id:s/1', 'email:e@x.pl']), member('b', ['shop_id:s/2', 'email:e@x.pl']), member('c', ['email:e@x.pl'])];

describe('what people ruled about keys', () => {
  it('joins by a shared value, and not by one that was split', () => {
    expect(grouped(PEOPLE, {})).toEqual(['abc']);
    expect(grouped(PEOPLE, { split: new Map([['email:e@x.pl', 'shop_id:s/2']]) })).toEqual(['a', 'bc']);
  });

  it('keeps what has nothing but split values with the keeper, also when the keeper is not there yet', () => {
    const split = new Map([['email:e@x.pl', 'shop_id:s/9']]);
    expect(grouped([...PEOPLE, member('d', ['email:e@x.pl'])], { split })).toEqual(['a', 'b', 'cd']);
  });

  it('lets a split value neither be a key of the card nor hold anybody', () => {
    const [group] = groupMembers([PEOPLE[0] as Member], rules({ split: new Map([['email:e@x.pl', 'shop_id:s/1']]) }));
    expect([...(group?.keys ?? [])]).toEqual(['shop_id:s/1']);
  });

  it('joins both ends of a link, through ends nobody carries too', () => {
    const split = new Map([['email:e@x.pl', 'shop_id:s/1']]);
    expect(grouped(PEOPLE, { split, links: [['shop_id:s/1', 'shop_id:s/2']] })).toEqual(['abc']);
    expect(grouped(PEOPLE, { split, links: [['shop_id:s/1', 'email:gone@x.pl'], ['shop_id:s/2', 'email:gone@x.pl']] })).toEqual(['abc']);
    expect(grouped(PEOPLE, { split, links: [['shop_id:s/1', 'email:gone@x.pl']] })).toEqual(['ac', 'b']);
  });

  it('gives a record that waits for its owner to the card its owner is linked with', () => {
    const waiting = member('w', ['shop_id:s/5'], { founding: false });
    expect(grouped([waiting], {})).toEqual([]);
    expect(grouped([waiting, member('a', ['shop_id:s/1'])], { links: [['shop_id:s/1', 'shop_id:s/5']] })).toEqual(['aw']);
  });

  it('does not depend on the order of members', () => {
    const split = new Map([['email:e@x.pl', 'shop_id:s/2']]);
    const links: GroupingRules['links'] = [['shop_id:s/1', 'shop_id:s/7']];
    const all = [...PEOPLE, member('d', ['shop_id:s/7'])];
    expect(grouped([...all].reverse(), { split, links })).toEqual(grouped(all, { split, links }));
  });
});
