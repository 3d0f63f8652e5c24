import type { ConformanceHarness } from './conformance-harness.js';
import { checkConformance } from './conformance-check.js';
import { faultConformance } from './conformance-faults.js';
import { followingConformance } from './conformance-following.js';
import { readingConformance } from './conformance-reading.js';
import { recordConformance } from './conformance-records.js';

/**
 * What every connector must do, run against its simulated platform without a database. A connector's spec calls this once
 * with the way to start an account; nothing in here knows a platform.
 */
export function describeConformance(name: string, harness: ConformanceHarness): void {
  describe(`${name} keeps the connector contract`, () => {
    describe('definition and check', () => checkConformance(harness));
    describe('reading history', () => readingConformance(harness));
    describe('records', () => recordConformance(harness));
    describe('following', () => followingConformance(harness));
    describe('faults', () => faultConformance(harness));
  });
}

