import type { ReconcileContext } from './context.js';
import { reconcileDeliveries } from './reconcile-deliveries.js';
import { reconcileErasures } from './reconcile-erasures.js';
import { reconcileInboxes } from './reconcile-inboxes.js';
import { reconcileJournals } from './reconcile-journals.js';
import { reconcileOrphans } from './reconcile-orphans.js';
import { reconcileRuns } from './reconcile-runs.js';
import { reconcileSchedules } from './reconcile-schedules.js';

const JOBS = { runs: reconcileRuns, schedules: reconcileSchedules, journals: reconcileJournals, inboxes: reconcileInboxes, deliveries: reconcileDeliveries, erasures: reconcileErasures, orphans: reconcileOrphans } as const;

/** Makes Temporal agree with the database, which is always right. Each part is tried whatever becomes of the others. */
export async function reconcile(context: ReconcileContext): Promise<void> {
  for (const [name, job] of Object.entries(JOBS)) {
    try {
      await job(context);
    } catch (error) {
      context.logger.warn({ job: name, err: error }, 'reconciling failed');
    }
  }
}
