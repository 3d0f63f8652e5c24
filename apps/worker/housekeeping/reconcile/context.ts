import type { DataSource } from 'typeorm';
import type { TemporalClient } from '#libs/temporal/connect.js';

export type ReconcileLogger = { info(fields: object, message: string): void; warn(fields: object, message: string): void };

/** What the reconciler works with. */
export type ReconcileContext = {
  readonly dataSource: DataSource;
  readonly temporal: TemporalClient;
  readonly logger: ReconcileLogger;
  /** Interval of recurring syncs of a platform, ms; null for platforms without any. */
  readonly intervalOf: (platform: string) => number | null;
  /** Platforms whose changes are followed by a journal. */
  readonly journals: readonly string[];
  /** Closes a run from what the database says. */
  readonly finishRun: (runId: string) => Promise<unknown>;
};
