import fc from 'fast-check';
import { kinVerdict, type KinLink, type KinVerdict, type KinWorld } from './kin.js';

type Draft = { readonly links: readonly (readonly [parent: string, kin: KinLink['kin'], child: string, atMs: number])[]; readonly sent?: Readonly<Record<string, number>>; readonly dead?: readonly string[] };

const world = ({ links, sent = {}, dead = [] }: Draft): KinWorld => ({
  links: links.map(([parent, kin, child, atMs]) => ({ parent, kin, child, atMs })), sentMs: (id) => sent[id] ?? null, lives: (id) => !dead.includes(id),
});
const told = (id: string, draft: Draft): string => {
  const verdict = kinVerdict(id, world(draft));
  return verdict === null ? 'told' : `${verdict.reason} via ${verdict.via}`;
};

describe('an order born from another one', () => {
  it.each(['split', 'copy', 'merge'] as const)('by %s is told by an origin that was told before, which is left alone', (kin) => {
    const draft: Draft = { links: [['1', kin, '2', 10]], sent: { 1: 5 } };
    expect([told('1', draft), told('2', draft)]).toEqual(['family_sent via 1', 'family_sent via 1']);
  });

  it.each(['split', 'copy'] as const)('by %s is a purchase of its own where the origin was not told by then', (kin) => {
    expect([told('1', { links: [['1', kin, '2', 10]] }), told('2', { links: [['1', kin, '2', 10]] })]).toEqual(['told', 'told']);
    const later: Draft = { links: [['1', kin, '2', 10]], sent: { 1: 11 } };
    expect([told('1', later), told('2', later)]).toEqual(['told', 'told']);
  });

  it('is told itself where the one it was merged into is gone and was never told', () => {
    const links: Draft['links'] = [['1', 'merge', '2', 10]];
    expect([told('1', { links, sent: { 1: 5 } }), told('1', { links, sent: { 1: 5 }, dead: ['2'] }), told('1', { links, dead: ['2'] })]).toEqual(['family_sent via 1', 'told', 'told']);
    expect(told('1', { links, sent: { 1: 5, 2: 6 }, dead: ['2'] })).toBe('family_sent via 1');
  });

  it('is left alone with its origin when its birth is heard of too late', () => {
    const draft: Draft = { links: [['1', 'copy', '2', 10]], sent: { 1: 5, 2: 6 } };
    expect([told('1', draft), told('2', draft)]).toEqual(['family_sent via 1', 'family_sent via 1']);
    expect(told('1', { ...draft, sent: { 2: 6 } })).toBe('told');
  });

  it('through others that were not told is told by the nearest that was', () => {
    const links: Draft['links'] = [['1', 'copy', '2', 10], ['2', 'copy', '3', 20], ['3', 'split', '4', 30]];
    expect(told('4', { links, sent: { 1: 5 } })).toBe('family_sent via 1');
    expect(told('4', { links, sent: { 1: 5, 3: 25 } })).toBe('family_sent via 3');
    // 3 was told after 4 was known, by itself: what lies behind it is its affair.
    expect(told('4', { links, sent: { 1: 5, 3: 35 } })).toBe('told');
    expect(told('4', { links, sent: { 1: 15 } })).toBe('told');
  });
});

describe('orders that were merged', () => {
  const links: Draft['links'] = [['1', 'merge', '3', 10], ['2', 'merge', '3', 11]];

  it('live on in the new one, told or to be told', () => {
    expect(['1', '2', '3'].map((id) => told(id, { links }))).toEqual(['order_merged via 3', 'order_merged via 3', 'told']);
    expect(['1', '2', '3'].map((id) => told(id, { links, sent: { 3: 12 } }))).toEqual(['order_merged via 3', 'order_merged via 3', 'told']);
  });

  it('send nothing more when one of them was told, even after the merge was known', () => {
    for (const sent of [5, 50]) expect(['1', '2', '3'].map((id) => told(id, { links, sent: { 1: sent } }))).toEqual(['family_sent via 1', 'family_sent via 1', 'family_sent via 1']);
  });

  it('are told themselves when the new one is gone and nothing of it lives on', () => {
    expect(['1', '2'].map((id) => told(id, { links, dead: ['3'] }))).toEqual(['told', 'told']);
    expect(['1', '2'].map((id) => told(id, { links: [...links, ['3', 'merge', '4', 20]], dead: ['3'] }))).toEqual(['order_merged via 4', 'order_merged via 4']);
  });

  it('let the order they were moved into have its new value, unless they were told as well', () => {
    expect(told('2', { links: [['1', 'merge', '2', 10]], sent: { 2: 5 } })).toBe('told');
    expect(told('2', { links: [['1', 'merge', '2', 10]], sent: { 1: 4, 2: 5 } })).toBe('family_sent via 1');
  });

  it('leave one where a journal names each as merged into the other', () => {
    const ring: Draft['links'] = [['1', 'merge', '2', 10], ['2', 'merge', '3', 10], ['3', 'merge', '1', 10]];
    expect(['1', '2', '3'].map((id) => told(id, { links: ring }))).toEqual(['order_merged via 2', 'order_merged via 3', 'told']);
    expect(told('1', { links: [['1', 'merge', '1', 10]] })).toBe('told');
  });
});

describe('in every family', () => {
  const ids = ['1', '2', '3', '4', '5'];
  // Born once: an order's number is higher than those of its origins.
  const link = fc.tuple(fc.constantFrom(...ids), fc.constantFrom('merge', 'split', 'copy'), fc.constantFrom(...ids), fc.integer({ min: 0, max: 20 })).filter(([a, , b]) => a < b)
    .map(([parent, kin, child, atMs]): KinLink => ({ parent, kin: kin, child, atMs }));
  const links = fc.uniqueArray(link, { maxLength: 7, selector: ({ parent, child }) => `${parent} ${child}` });
  const anyLink = fc.record({ parent: fc.constantFrom(...ids), child: fc.constantFrom(...ids), kin: fc.constantFrom('merge' as const, 'split' as const, 'copy' as const), atMs: fc.integer({ min: 0, max: 20 }) });
  const sent = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 20 }));

  /** What is told in the end, each order in turn, as a route would. */
  function play(all: readonly KinLink[], first: Readonly<Record<string, number>>, turns: readonly string[], dead: readonly string[] = []): Record<string, number> {
    const facts: Record<string, number> = { ...first };
    for (const [turn, id] of turns.entries()) {
      const verdict: KinVerdict | null = kinVerdict(id, { links: all, sentMs: (one) => facts[one] ?? null, lives: (one) => !dead.includes(one) });
      if (verdict === null && facts[id] === undefined && !dead.includes(id)) facts[id] = 100 + turn;
    }
    return facts;
  }
  const turns = fc.shuffledSubarray(ids, { minLength: 5, maxLength: 5 });

  it('the same links in any order say the same', () => {
    fc.assert(fc.property(fc.array(anyLink, { maxLength: 8 }), sent, (all, facts) => {
      const verdicts = (given: readonly KinLink[]): unknown[] => ids.map((id) => kinVerdict(id, { links: given, sentMs: (one) => facts[one] ?? null, lives: () => true }));
      expect(verdicts([...all].reverse())).toEqual(verdicts(all));
    }));
  });

  it('nobody who was told before a birth was known is joined by what was born of them', () => {
    fc.assert(fc.property(links, sent, turns, (all, facts, order) => {
      const ended = play(all, facts, order);
      for (const { parent, child, atMs } of all) {
        const before = facts[parent];
        if (before !== undefined && before <= atMs && facts[child] === undefined) expect(ended[child]).toBeUndefined();
      }
    }));
  });

  it('a merged order and the one it lives on in are never both told, in whatever turn they come', () => {
    fc.assert(fc.property(links, turns, (all, order) => {
      const ended = play(all, {}, order);
      for (const { parent, child, kin } of all) if (kin === 'merge') expect(ended[parent] !== undefined && ended[child] !== undefined).toBe(false);
    }));
  });

  it('something is told where nothing was yet', () => {
    fc.assert(fc.property(fc.array(anyLink, { maxLength: 8 }), turns, fc.subarray(ids, { maxLength: 4 }), (all, order, dead) => {
      expect(Object.keys(play(all, {}, order, dead))).not.toEqual([]);
    }));
  });

  it('whoever was told and has told relatives born later is not changed', () => {
    fc.assert(fc.property(links, sent, (all, facts) => {
      for (const { parent, child, atMs } of all) {
        const before = facts[parent];
        if (before === undefined || before > atMs) continue;
        for (const id of [parent, child]) expect(kinVerdict(id, { links: all, sentMs: (one) => facts[one] ?? null, lives: () => true })).not.toBeNull();
      }
    }));
  });
});
