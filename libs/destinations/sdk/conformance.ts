import type { DestinationHarness } from './conformance-harness.js';
import { checkConformance } from './conformance-check.js';
import { eventConformance } from './conformance-events.js';
import { limitConformance } from './conformance-limits.js';
import { outcomeConformance } from './conformance-outcomes.js';
import { readingConformance } from './conformance-reading.js';
import { writingConformance } from './conformance-writing.js';

/**
 * What every destination must do, run against its simulated account without a database. A destination's spec calls this once
 * with the way to start an account; nothing in here knows a destination.
 */
export function describeDestination(name: string, harness: DestinationHarness): void {
  describe(`${name} keeps the contract of destinations`, () => {
    describe('definition and check', () => checkConformance(harness));
    describe('reading', () => readingConformance(harness));
    describe('contacts', () => writingConformance(harness));
    describe('events', () => eventConformance(harness));
    describe('limits', () => limitConformance(harness));
    describe('outcomes', () => outcomeConformance(harness));
  });
}
