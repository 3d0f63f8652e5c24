export type ErasureTuning = {
  /** How long deliveries whose outcome is being found out are waited for, ms; then they are given up. */
  readonly patienceMs: number;
  /** Longest time a call of a destination may be under way, ms: it is waited for whatever else. */
  readonly leaseMs: number;
  /** Wait between two looks, ms. */
  readonly waitMs: number;
  /** Longest time one statement of the search may take, ms. */
  readonly statementMs: number;
};

export const ERASURE_TUNING: ErasureTuning = { patienceMs: 600_000, leaseMs: 120_000, waitMs: 5_000, statementMs: 30_000 };
