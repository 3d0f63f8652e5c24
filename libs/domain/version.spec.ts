import fc from 'fast-check';
import { addLedgers, addsUp, EMPTY_LEDGER, type LedgerCounts } from './ledger.js';
import { legalCalls, INTEGRATION_CALLS, INTEGRATION_STATES, nextIntegrationState } from './integration-state.js';
import { ENDED, mayChangeRun, RUN_STATES } from './run-state.js';
import { compareVersions, type Version } from './version.js';

const version: fc.Arbitrary<Version> = fc.record({ epoch: fc.integer({ min: 0, max: 2 }), sourceMs: fc.option(fc.integer({ min: 0, max: 3 })), requestedMs: fc.integer({ min: 0, max: 3 }) });

describe('versions', () => {
  it('are a total order: antisymmetric and transitive', () => {
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }));
  });

  it('put epoch before source time before request time, and a missing time lowest', () => {
    expect(compareVersions({ epoch: 1, sourceMs: null, requestedMs: 0 }, { epoch: 0, sourceMs: 9, requestedMs: 9 })).toBeGreaterThan(0);
    expect(compareVersions({ epoch: 0, sourceMs: 1, requestedMs: 0 }, { epoch: 0, sourceMs: null, requestedMs: 9 })).toBeGreaterThan(0);
    expect(compareVersions({ epoch: 0, sourceMs: 1, requestedMs: 1 }, { epoch: 0, sourceMs: 1, requestedMs: 2 })).toBeLessThan(0);
  });
});

describe('ledgers', () => {
  it('add up after addition when both did', () => {
    const one: LedgerCounts = { ...EMPTY_LEDGER, read: 5, written: 3, reapplied: 1, older: 1, rejected: 1 };
    expect(addsUp(addLedgers(one, one))).toBe(true);
    expect(addsUp({ ...one, read: 6 })).toBe(false);
    expect(addsUp({ ...one, reapplied: 4 })).toBe(false);
  });
});

describe('states', () => {
  it('never leave an ended run', () => {
    for (const from of ENDED) for (const to of RUN_STATES) expect(mayChangeRun(from, to)).toBe(false);
    expect(mayChangeRun('queued', 'not_started')).toBe(true);
    expect(mayChangeRun('running', 'not_started')).toBe(false);
  });

  it('return to the state before credentials were refused', () => {
    expect(nextIntegrationState('needs_authentication', 'accept', 'paused')).toBe('paused');
    expect(nextIntegrationState('draft', 'start', null)).toBeNull();
    expect(nextIntegrationState('authenticated', 'start', null)).toBeNull();
    expect(legalCalls('draft')).toEqual(['accept']);
    for (const state of INTEGRATION_STATES) for (const call of INTEGRATION_CALLS) {
      const next = nextIntegrationState(state, call, 'running');
      expect(next === null || INTEGRATION_STATES.includes(next)).toBe(true);
    }
  });
});
