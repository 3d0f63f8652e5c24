import fc from 'fast-check';
import { decideOptIn, decideOptOut, type OptInput } from './opt-decision.js';

const UNTOUCHED: OptInput['mapping'] = {
  deliveredByUs: false, createdByUsMs: null, createdWithFlags: false, seenOptedIn: false, callback: null, optedOutReads: 0, firstOptedOutMs: null, lastOptedOutMs: null,
};
const OUT = { optedOut: true, deleted: false };
const IN = { optedOut: false, deleted: false };
const given = (changedMs: number | null, remote: OptInput['remote'], mapping: Partial<OptInput['mapping']> = {}): OptInput => ({ consent: { state: 'granted', changedMs }, remote, mapping: { ...UNTOUCHED, ...mapping } });
const left = (changedMs: number | null, remote: OptInput['remote'], mapping: Partial<OptInput['mapping']> = {}): OptInput => ({ ...given(changedMs, remote, mapping), consent: { state: 'refused', changedMs } });

describe('opting in', () => {
  it('(a) somebody unknown there whom we never delivered', () => {
    expect(decideOptIn(given(50, null))).toBe('in');
    expect(decideOptIn(given(null, null))).toBe('consent_undated');
    expect(decideOptIn(given(50, null, { deliveredByUs: true }))).toBe('removed_there');
    expect(decideOptIn(given(50, { optedOut: true, deleted: true }))).toBe('removed_there');
    expect(decideOptIn(given(50, null, { callback: { direction: 'out', atMs: 60 } }))).toBe('opted_out_there');
  });

  it('(b) somebody we made there without flags, when the consent is newer', () => {
    const ours = { deliveredByUs: true, createdByUsMs: 40 };
    expect(decideOptIn(given(50, OUT, ours))).toBe('in');
    expect(decideOptIn(given(40, OUT, ours))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT, { ...ours, createdWithFlags: true }))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT, { ...ours, seenOptedIn: true }))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT, { ...ours, callback: { direction: 'out', atMs: 55 } }))).toBe('opted_out_there');
  });

  it('(c) somebody whose opt-out is dated by a callback, or by two reads', () => {
    expect(decideOptIn(given(50, OUT, { callback: { direction: 'out', atMs: 49 } }))).toBe('in');
    expect(decideOptIn(given(50, OUT, { callback: { direction: 'out', atMs: 50 } }))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT, { optedOutReads: 1, firstOptedOutMs: 40, lastOptedOutMs: 40 }))).toBe('opted_out_there');
    const read = { optedOutReads: 2, firstOptedOutMs: 40, lastOptedOutMs: 60 };
    expect(decideOptIn(given(50, OUT, read))).toBe('in');
    expect(decideOptIn(given(39, OUT, read))).toBe('opted_out_there');
    expect(decideOptIn(given(50, OUT, { ...read, callback: { direction: 'in', atMs: 45 } }))).toBe('opted_out_there');
  });

  it('leaves alone who is in already, and what came from there', () => {
    expect(decideOptIn(given(null, IN))).toBe('none');
    expect(decideOptIn(given(50, IN, { callback: { direction: 'in', atMs: 50 } }))).toBe('came_from_destination');
    expect(decideOptIn(left(50, OUT))).toBe('none');
  });
});

describe('opting out', () => {
  it('goes for an observed change, dated or not', () => {
    expect(decideOptOut(left(50, IN))).toBe('out');
    expect(decideOptOut(left(null, IN))).toBe('out');
    expect(decideOptOut(left(null, IN, { callback: { direction: 'out', atMs: 10 } }))).toBe('out');
    expect(decideOptOut(given(50, IN))).toBe('none');
  });

  it('touches nobody who is out, unknown or removed there, and no newer opt-in', () => {
    expect(decideOptOut(left(50, OUT))).toBe('none');
    expect(decideOptOut(left(null, OUT, { callback: { direction: 'out', atMs: 60 } }))).toBe('came_from_destination');
    expect(decideOptOut(left(50, null))).toBe('none');
    expect(decideOptOut(left(50, null, { deliveredByUs: true }))).toBe('removed_there');
    expect(decideOptOut(left(50, { optedOut: false, deleted: true }))).toBe('removed_there');
    expect(decideOptOut(left(50, IN, { callback: { direction: 'in', atMs: 60 } }))).toBe('newer_there');
  });
});

const ms = fc.integer({ min: 0, max: 6 });
const input: fc.Arbitrary<OptInput> = fc.record({
  consent: fc.record({ state: fc.constantFrom('granted', 'refused'), changedMs: fc.option(ms) }),
  remote: fc.option(fc.record({ optedOut: fc.boolean(), deleted: fc.boolean() })),
  mapping: fc.record({
    deliveredByUs: fc.boolean(), createdByUsMs: fc.option(ms), createdWithFlags: fc.boolean(), seenOptedIn: fc.boolean(),
    callback: fc.option(fc.record({ direction: fc.constantFrom('in', 'out'), atMs: ms })),
    optedOutReads: fc.integer({ min: 0, max: 3 }), firstOptedOutMs: fc.option(ms), lastOptedOutMs: fc.option(ms),
  }),
});
const ALWAYS = { numRuns: 5_000 };

describe('for every input', () => {
  it('nobody is opted in without a dated, granted consent, nor brought back when removed', () => {
    fc.assert(fc.property(input, (one) => {
      if (decideOptIn(one) !== 'in') return;
      expect(one.consent.state).toBe('granted');
      expect(one.consent.changedMs).not.toBeNull();
      expect(one.remote?.deleted).not.toBe(true);
      expect(one.remote === null && one.mapping.deliveredByUs).toBe(false);
    }), ALWAYS);
  });

  it('nobody who is opted out there comes back by an older consent', () => {
    fc.assert(fc.property(input, (one) => {
      if (decideOptIn(one) !== 'in' || one.remote === null) return;
      const { mapping: known, consent: { changedMs } } = one;
      const dates = [known.callback?.direction === 'out' ? known.callback.atMs : null, known.optedOutReads >= 2 ? known.firstOptedOutMs : null, known.callback === null && !known.createdWithFlags && !known.seenOptedIn ? known.createdByUsMs : null];
      expect(dates.some((date) => date !== null && (changedMs ?? -1) > date)).toBe(true);
      if (known.callback?.direction === 'out') expect(changedMs).toBeGreaterThan(known.callback.atMs);
    }), ALWAYS);
  });

  it('an opt-out callback is only ever overcome by a newer consent, known there or not', () => {
    fc.assert(fc.property(input, ms, (one, atMs) => {
      const called: OptInput = { ...one, mapping: { ...one.mapping, callback: { direction: 'out', atMs } } };
      if (decideOptIn(called) === 'in') expect(called.consent.changedMs ?? -1).toBeGreaterThan(atMs);
    }), ALWAYS);
  });

  it('never goes both ways, and never writes to a removed contact', () => {
    fc.assert(fc.property(input, (one) => {
      expect(decideOptIn(one) === 'in' && decideOptOut(one) === 'out').toBe(false);
      if (one.remote?.deleted === true) expect([decideOptIn(one), decideOptOut(one)]).not.toContain('out');
    }), ALWAYS);
  });
});
