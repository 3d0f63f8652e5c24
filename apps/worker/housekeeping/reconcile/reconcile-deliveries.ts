import { wakeDelivery } from '#libs/temporal/deliveries.js';
import { workflowIds } from '#workflows/names.js';
import { dueDestinations } from '../destination-owners.js';
import type { ReconcileContext } from './context.js';
import { isRunning } from './reconcile-runs.js';

/** Destinations with something to do have a flow; one that runs takes whatever is due by itself. */
export async function reconcileDeliveries(context: ReconcileContext): Promise<void> {
  for (const owner of await dueDestinations(context.dataSource)) {
    if (await isRunning(context, workflowIds.deliver(owner.destinationId))) continue;
    await context.temporal.call((client) => wakeDelivery(client, owner));
    context.logger.info({ destinationId: owner.destinationId }, 'woke a delivery flow');
  }
}
