import fc from 'fast-check';
import { isFamilyOf, type FamilyOrder } from './family.js';
import type { OrderRecord } from '../records.js';
import { at, line, order } from './testing/people.js';

const DAY = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-20', '2026-06-01'].map((day) => at(day));
type Draft = Partial<OrderRecord> & { readonly id: string; readonly sent?: string; readonly stage?: FamilyOrder['stage']; readonly cancellation?: boolean };

function member({ id, sent, stage, cancellation, ...more }: Draft): FamilyOrder {
  const types = [...(sent === undefined ? [] : ['PURCHASE' as const]), ...(cancellation === true ? ['CANCELLATION' as const] : [])];
  const record = order({ externalId: id, placedAt: DAY[0] ?? null, ...more });
  return { order: record, stage: stage ?? (record.merged === true ? 'dropped' : 'open'), sentTypes: new Set(types), sentValue: sent ?? null };
}

const [A, B] = [line('1'), line('2')];

describe('orders born by merging', () => {
  const first = member({ id: '1', lines: [A], total: '10', sent: '10.00', merged: true });
  const second = member({ id: '2', lines: [B], total: '10', sent: '10.00', merged: true, placedAt: DAY[1] ?? null });
  const both = member({ id: '3', lines: [A, B], total: '20', placedAt: DAY[2] ?? null });

  it('are told already when a part was', () => {
    expect(isFamilyOf(both, [first, second])).toBe(true);
    expect(isFamilyOf(both, [first, { ...second, sentTypes: new Set(), sentValue: null }])).toBe(true);
    expect(isFamilyOf(both, [first, second].map((one) => ({ ...one, sentTypes: new Set<never>(), sentValue: null })))).toBe(false);
  });

  it('keep the value of an order that took in another one that was sent, not of one that was not', () => {
    const main = member({ id: '1', lines: [A, B], total: '20', sent: '10.00' });
    expect(isFamilyOf(main, [second])).toBe(true);
    expect(isFamilyOf(main, [{ ...second, sentTypes: new Set(), sentValue: null }])).toBe(false);
  });

  it('are not orders of others, of other shops, of months later, with other goods, or the next purchase of the same', () => {
    expect(isFamilyOf({ ...both, order: { ...both.order, ownerId: '11' } }, [first])).toBe(false);
    expect(isFamilyOf({ ...both, order: { ...both.order, shop: '2' } }, [first])).toBe(false);
    expect(isFamilyOf({ ...both, order: { ...both.order, placedAt: DAY[4] ?? null } }, [first])).toBe(false);
    expect(isFamilyOf({ ...both, order: { ...both.order, lines: [line('1', { quantity: '0.5' }), B] } }, [first])).toBe(false);
    expect(isFamilyOf(member({ id: '9', lines: [A, B], placedAt: DAY[3] ?? null }), [both, first, second])).toBe(false);
  });

  it('are told by the moment where a platform empties what it merges', () => {
    const emptied = member({ id: '1', lines: [], total: '0', sent: '10.00', merged: true, updatedAt: at('2026-03-04T00:20:00Z') });
    expect(isFamilyOf(both, [emptied])).toBe(true);
    expect(isFamilyOf({ ...both, order: { ...both.order, placedAt: at('2026-03-05') } }, [emptied])).toBe(false);
  });
});

describe('orders born by copying', () => {
  const original = member({ id: '1', stage: 'cancelled', sent: '20.00' });
  const copy = member({ id: '2', placedAt: DAY[1] ?? null });

  it('stand for a cancelled original whose cancellation was not told, and keep it untold', () => {
    expect(isFamilyOf(copy, [original])).toBe(true);
    expect(isFamilyOf(original, [copy])).toBe(true);
  });

  it('are purchases of their own where they came from another source, and copies where the source is the same', () => {
    const from = (account: string): Partial<OrderRecord> => ({ ownerId: null, shop: null, origin: { type: 'allegro', account, number: null } });
    const at = (one: FamilyOrder, account: string): FamilyOrder => ({ ...one, order: { ...one.order, ...from(account) } });
    expect(isFamilyOf(at(copy, '1'), [at(original, '2')])).toBe(false);
    expect(isFamilyOf(at(copy, '1'), [at(original, '1')])).toBe(true);
  });

  it('are purchases of their own beside an original that stands, or after its cancellation was told', () => {
    expect(isFamilyOf(copy, [{ ...original, stage: 'open' }])).toBe(false);
    expect(isFamilyOf(copy, [member({ id: '1', stage: 'cancelled', sent: '20.00', cancellation: true })])).toBe(false);
    expect(isFamilyOf(original, [{ ...copy, sentTypes: new Set(['PURCHASE']), sentValue: '20.00' }])).toBe(false);
    expect(isFamilyOf(original, [{ ...copy, stage: 'cancelled' }])).toBe(false);
  });
});

describe('orders born by splitting', () => {
  const rest = member({ id: '1', lines: [A], total: '22', sent: '32.00' });
  const part = member({ id: '2', lines: [B], total: '15', shipping: '5', placedAt: DAY[1] ?? null });

  it('are what the first order has lost since it was sent', () => {
    expect(isFamilyOf(part, [rest])).toBe(true);
    expect(isFamilyOf(rest, [part])).toBe(true);
    const third = member({ id: '3', lines: [B], total: '10', placedAt: DAY[1] ?? null });
    expect(isFamilyOf(part, [member({ id: '1', lines: [A], total: '10', sent: '32.00' }), third])).toBe(true);
  });

  it('are not further purchases of the same goods', () => {
    expect(isFamilyOf(part, [member({ id: '1', lines: [A, B], total: '32', sent: '32.00' })])).toBe(false);
    expect(isFamilyOf({ ...part, order: { ...part.order, total: '90', lines: [line('2', { unitGross: '90' })] } }, [rest])).toBe(false);
    expect(isFamilyOf(part, [{ ...rest, order: { ...rest.order, placedAt: DAY[2] ?? null } }])).toBe(false);
  });
});

describe('any order of the others', () => {
  const some = fc.uniqueArray(fc.record({
    id: fc.constantFrom('1', '2', '3', '4'), lines: fc.constantFrom([A], [B], [A, B], []), total: fc.constantFrom('10', '20'), placedAt: fc.constantFrom(DAY[0] ?? null, DAY[1] ?? null, DAY[2] ?? null),
    stage: fc.constantFrom('open' as const, 'cancelled' as const, 'dropped' as const), sent: fc.option(fc.constantFrom('10.00', '20.00', '30.00'), { nil: undefined }),
  }), { selector: ({ id }) => id, minLength: 1, maxLength: 4 });

  it('gives the same answer, with or without the order itself among them', () => {
    fc.assert(fc.property(some, (drafts) => {
      const [one, ...others] = drafts.map(({ sent, ...more }) => member({ ...more, ...(sent === undefined ? {} : { sent }) }));
      if (one === undefined) return;
      const answer = isFamilyOf(one, others);
      expect(isFamilyOf(one, others.toReversed())).toBe(answer);
      expect(isFamilyOf(one, [one, ...others])).toBe(answer);
    }), { numRuns: 2_000 });
  });

  it('never makes a family where no purchase was sent', () => {
    fc.assert(fc.property(some, (drafts) => {
      const [one, ...others] = drafts.map(({ sent: _sent, ...more }) => member(more));
      if (one !== undefined) expect(isFamilyOf(one, others)).toBe(false);
    }));
  });
});
