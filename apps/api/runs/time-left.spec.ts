import fc from 'fast-check';
import { secondsLeftOf, workOf, type PartWork } from './time-left.js';

const part = (over: Partial<PartWork>): PartWork => ({ state: 'open', requests: 0, expectedRequests: 10, expected: 1_000, read: 0, ...over });

function left(parts: readonly PartWork[], seconds: number): number | null {
  const work = workOf(parts);
  return work === null ? null : secondsLeftOf(work, seconds);
}

/** A part that is read page by page, in the words of somebody who knows how it will end. */
type Plan = { readonly pages: number; readonly rows: number; readonly requestsPerPage: number; readonly read: number; readonly counted: boolean };

const plan: fc.Arbitrary<Plan> = fc
  .record({ pages: fc.integer({ min: 1, max: 50 }), rows: fc.integer({ min: 5, max: 500 }), requestsPerPage: fc.integer({ min: 1, max: 5 }), read: fc.nat(50), counted: fc.boolean() })
  .map((given) => ({ ...given, read: Math.min(given.read, given.pages) }));

const total = (plans: readonly Plan[], of: (one: Plan) => number): number => plans.reduce((sum, one) => sum + of(one), 0);

function workAt({ pages, rows, requestsPerPage, read, counted }: Plan, lost: number): PartWork {
  return part({
    state: read === pages ? 'done' : 'open', expectedRequests: pages * requestsPerPage, expected: counted ? pages * rows : null, read: read * rows,
    // Counts of requests come late; where records are counted that must not matter.
    requests: counted ? Math.max(0, read * requestsPerPage - lost) : read * requestsPerPage,
  });
}

describe('time left', () => {
  it('is exact when every request takes the same time, whatever the mix of streams', () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 20 }), fc.double({ min: 0.01, max: 60, noNaN: true }), fc.nat(3), (plans, secondsPerRequest, lost) => {
        const done = total(plans, (one) => one.read * one.requestsPerPage);
        const rest = total(plans, (one) => (one.pages - one.read) * one.requestsPerPage);
        const told = left(plans.map((one) => workAt(one, lost)), done * secondsPerRequest);
        if (rest === 0) expect(told).toBe(0);
        else if (done === 0) expect(told).toBeNull();
        else expect(told).toBeCloseTo(rest * secondsPerRequest, 5);
      }),
    );
  });

  it('stays exact when pages have to shrink and take more requests than planned', () => {
    fc.assert(
      fc.property(fc.array(plan.map((one) => ({ ...one, counted: true })), { minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 10 }), (plans, times) => {
        const done = total(plans, (one) => one.read * one.requestsPerPage);
        fc.pre(done > 0);
        const rest = total(plans, (one) => (one.pages - one.read) * one.requestsPerPage);
        const told = left(plans.map((one) => ({ ...workAt(one, 0), requests: one.read * one.requestsPerPage * times })), done * times);
        expect(told).toBeCloseTo(rest * times, 5);
      }),
    );
  });

  it('is told by the pace of all requests while hardly anything is written', () => {
    // 30 requests planned it, 12 read; one short page is written after 21 s. 800 requests at 2 a second are left.
    const parts = [part({ expectedRequests: 402, expected: 20_000, read: 30, requests: 12 }), part({ expectedRequests: 400, expected: null, requests: 0 })];
    const work = workOf(parts);
    expect(work).not.toBeNull();
    if (work === null) return;
    expect(secondsLeftOf(work, 21)).toBeGreaterThan(20_000);
    expect(secondsLeftOf(work, 21, { requests: 42, seconds: 21 })).toBeCloseTo(work.left / 2, 5);
    // Later on what is written counts, whatever was asked in vain.
    const later = { done: 200, left: 600, given: 0 };
    expect(secondsLeftOf(later, 100, { requests: 900, seconds: 100 })).toBe(300);
  });

  /**
   * 20,000 clients at 2 requests a second, as slices of equal width whose ids are used unequally; each page takes a question
   * for clients and one for their addresses. Orders follow. Looked at between two commits, with the counts behind.
   */
  it('after 5 % of a first sync of 20,000 clients is within 15 % of the truth', () => {
    const density = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(density, fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (densities, orders, sinceCommit) => {
        const sum = densities.reduce((all, one) => all + one, 0);
        const slices = densities.map((one) => ({ rows: Math.round((20_000 * one) / sum), expected: 1_250, per: 2 }));
        slices.push({ rows: orders, expected: orders, per: 1 });
        const all = slices.reduce((count, slice) => count + Math.ceil(slice.rows / 100) * slice.per, 0);
        const done = 2 * Math.ceil(all * 0.025);
        let budget = done;
        const parts = slices.map(({ rows, expected, per }) => {
          const pages = Math.min(Math.ceil(rows / 100), Math.floor(budget / per));
          budget -= pages * per;
          const read = Math.min(rows, pages * 100);
          return part({ state: read === rows ? 'done' : 'open', expected, expectedRequests: Math.ceil(expected / 100) * per, read, requests: Math.max(0, pages * per - 2) });
        });
        const told = left(parts, (done + sinceCommit) / 2) ?? 0;
        const truth = (all - done) / 2;
        expect(Math.abs(told - truth) / truth).toBeLessThan(0.15);
      }),
    );
  });

  it('is not told in requests when a part that is not done cannot count them', () => {
    expect(workOf([])).toBeNull();
    expect(workOf([part({ expectedRequests: null })])).toBeNull();
    expect(workOf([part({}), part({ expectedRequests: null })])).toBeNull();
    expect(workOf([part({}), part({ expectedRequests: null, state: 'incomplete' })])).toBeNull();
    expect(workOf([part({ expectedRequests: null, state: 'done' })])).toBeNull();
    expect(workOf([part({ read: 500 }), part({ expectedRequests: null, expected: 7, read: 7, requests: 3, state: 'done' })])).toEqual({ done: 8, left: 5, given: 0 });
  });

  it('counts requests where records are not counted, and never less than nothing', () => {
    expect(workOf([part({ expected: null, requests: 4 })])).toEqual({ done: 4, left: 6, given: 0 });
    expect(workOf([part({ expected: 0, requests: 14 })])).toEqual({ done: 14, left: 0, given: 0 });
    expect(workOf([part({ read: 1_500 })])).toEqual({ done: 15, left: 0, given: 0 });
  });

  it('counts requests where fewer records are looked for than requests are needed to find them', () => {
    // 20,000 clients, 12 of them without a date: no such row in the first half of the pass, one soon after.
    const pass = { expectedRequests: 212, expected: 12 };
    expect(workOf([part({ ...pass, requests: 106 })])).toEqual({ done: 106, left: 106, given: 0 });
    expect(workOf([part({ ...pass, requests: 110, read: 1 })])).toEqual({ done: 110, left: 102, given: 0 });
  });

  it('does not wait for parts that were left before their end', () => {
    expect(workOf([part({ read: 500 }), part({ state: 'incomplete', read: 200 })])).toEqual({ done: 7, left: 5, given: 8 });
  });
});
