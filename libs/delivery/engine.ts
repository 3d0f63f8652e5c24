import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { Engine } from '#libs/sync/engine.js';

/** Places at which a test kills the process. */
export type DeliveryFailpoint = 'considered' | 'claimed' | 'sent' | 'settled';

export type DeliveryTuning = {
  /** How long one step works, ms. */
  readonly stepMs: number;
  /** Longest time a call may be under way; a row that is `sending` for longer was left by a worker that is gone, ms. */
  readonly leaseMs: number;
  /** How much of the pace is handed out at once, ms: more makes bursts, less makes many small calls, which count against the limit of requests. */
  readonly paceMs: number;
  /** First look at a job that was accepted, ms. */
  readonly jobMs: number;
  /** Wait after an answer that says "later" without saying when, ms. */
  readonly retryMs: number;
  /** How long an order waits for the products it names before its tags are made without them, ms. */
  readonly productsMs: number;
  /** Overrides the quiet period of the destination's settings, ms; tests and benchmarks only. */
  readonly quietMs: number | null;
};

export const DELIVERY_TUNING: DeliveryTuning = { stepMs: 5_000, leaseMs: 120_000, paceMs: 5_000, jobMs: 1_000, retryMs: 30_000, productsMs: 600_000, quietMs: null };

/** Everything the delivery engine needs from outside. */
export type DeliveryEngine = {
  /** Database, secrets, budget, guard, clock and connectors; shops are asked only to write consents back. */
  readonly sync: Engine;
  readonly destinations: (kind: string) => DestinationDefinition;
  readonly tuning: DeliveryTuning;
  readonly failpoint?: (name: DeliveryFailpoint) => void;
};
