import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '#workflows/activities.js';
import { WAKE_SIGNAL, WORKFLOWS, workflowIds } from '#workflows/names.js';
import type { DestinationOwner } from './search-attributes.js';
import { destinationAttributes } from './search-attributes.js';

/** Starts the flow that delivers to a destination, or wakes the one that is there; any number of calls come to the same. */
export async function wakeDelivery(client: Client, owner: DestinationOwner): Promise<void> {
  await client.workflow.signalWithStart(WORKFLOWS.deliver, {
    workflowId: workflowIds.deliver(owner.destinationId),
    taskQueue: TASK_QUEUES.live,
    args: [{ destinationId: owner.destinationId }],
    signal: WAKE_SIGNAL,
    signalArgs: [{}],
    typedSearchAttributes: destinationAttributes(owner),
    staticSummary: `deliver · ${owner.kind} · ${owner.code}`,
  });
}
