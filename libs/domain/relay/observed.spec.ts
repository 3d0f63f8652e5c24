import fc from 'fast-check';
import { newEmailAllowed } from './new-email.js';
import { consentWishes, type PreviousConsent } from './observed.js';
import type { PersonConsent } from './person.js';
import { consent, person } from './testing/people.js';

const wish = (consents: readonly PersonConsent[], previous: PreviousConsent | null) => consentWishes(person({ consents }), 'email', '1', previous);

describe('observed consents', () => {
  it('first statement: a yes is carried over, a no is nobody’s opt-out', () => {
    expect(wish([consent({ changedMs: 5 })], null)).toEqual({ to: 'in', changedMs: 5 });
    expect(wish([consent({ state: 'refused' })], null)).toBeNull();
  });

  it('a change goes with its date', () => {
    expect(wish([consent({ state: 'refused', changedMs: null, observedMs: 20 })], { state: 'granted', observedMs: 10 })).toEqual({ to: 'out', changedMs: null });
    expect(wish([consent({ changedMs: 19, observedMs: 20 })], { state: 'refused', observedMs: 10 })).toEqual({ to: 'in', changedMs: 19 });
    expect(wish([consent({ observedMs: 20 })], { state: 'granted', observedMs: 10 })).toBeNull();
  });

  it('nothing follows from absence, from another shop, channel or kind', () => {
    const others = [consent({ shop: '2', state: 'refused', observedMs: 20 }), consent({ channel: 'sms', state: 'refused', observedMs: 20 }), consent({ kind: 'data_sharing', channel: 'any', state: 'refused', observedMs: 20 })];
    expect(wish([], { state: 'granted', observedMs: 10 })).toBeNull();
    expect(wish(others, { state: 'granted', observedMs: 10 })).toBeNull();
  });

  it('registering without the newsletter is no opt-out, nor is another shop in the settings', () => {
    const subscribed = consent({ observedMs: 10 });
    const account = consent({ source: 'customer', byAccount: true, silent: true, state: 'refused', observedMs: 20 });
    expect(wish([subscribed, account], { state: 'granted', observedMs: 10 })).toBe('consent_source_changed');
    expect(wish([consent({ state: 'refused', observedMs: 8 })], { state: 'granted', observedMs: 10 })).toBe('consent_source_changed');
    expect(wish([consent({ state: 'refused', observedMs: 10 })], { state: 'granted', observedMs: 10 })).toBe('consent_source_changed');
  });

  it('never opts out without a refusal that was really said, and newer than what was seen before', () => {
    const said = fc.record({ state: fc.constantFrom('granted' as const, 'refused' as const), changedMs: fc.option(fc.integer({ min: 0, max: 9 })), observedMs: fc.integer({ min: 0, max: 9 }), byAccount: fc.boolean(), silent: fc.boolean() });
    const seenBefore = fc.option(fc.record({ state: fc.constantFrom('granted' as const, 'refused' as const), observedMs: fc.integer({ min: 0, max: 9 }) }));
    fc.assert(fc.property(fc.array(said), seenBefore, (statements, previous) => {
      const consents = statements.map((one) => consent(one));
      const result = wish(consents, previous);
      expect(wish(consents.toReversed(), previous)).toEqual(result);
      if (result === null || result === 'consent_source_changed' || result.to === 'in') return;
      expect(previous?.state).toBe('granted');
      expect(consents.some(({ state, silent, observedMs }) => state === 'refused' && !silent && observedMs > (previous?.observedMs ?? 0))).toBe(true);
    }), { numRuns: 5_000 });
  });
});

describe('a new address', () => {
  it('renames only a contact that is this record’s alone, onto an address that is free', () => {
    const good = { oldDeliveredFromThisRecord: true, otherRecordsCarryOld: false, newKnownThere: false };
    expect(newEmailAllowed(good)).toBe(true);
    expect(newEmailAllowed({ ...good, oldDeliveredFromThisRecord: false })).toBe(false);
    expect(newEmailAllowed({ ...good, otherRecordsCarryOld: true })).toBe(false);
    expect(newEmailAllowed({ ...good, newKnownThere: true })).toBe(false);
  });
});
