import { unfinishedErasures } from '#libs/erasure/rows.js';
import { startErasure } from '#libs/temporal/erasures.js';
import { workflowIds } from '#workflows/names.js';
import type { ReconcileContext } from './context.js';
import { isRunning } from './reconcile-runs.js';

/** An erasure that was asked for is done, whatever became of its flow. */
export async function reconcileErasures(context: ReconcileContext): Promise<void> {
  for (const owner of await unfinishedErasures(context.dataSource)) {
    if (await isRunning(context, workflowIds.erase(owner.erasureId))) continue;
    await context.temporal.call((client) => startErasure(client, owner));
    context.logger.info({ erasureId: owner.erasureId }, 'started an erasure');
  }
}
