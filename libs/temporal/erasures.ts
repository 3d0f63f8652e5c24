import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { TASK_QUEUES } from '#workflows/activities.js';
import { WORKFLOWS, workflowIds } from '#workflows/names.js';
import { erasureAttributes, type ErasureOwner } from './search-attributes.js';

/** Starts the flow of an erasure, or leaves the one that is there; any number of calls come to the same. */
export async function startErasure(client: Client, owner: ErasureOwner): Promise<void> {
  await client.workflow.start(WORKFLOWS.erase, {
    workflowId: workflowIds.erase(owner.erasureId),
    taskQueue: TASK_QUEUES.live,
    args: [{ erasureId: owner.erasureId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    typedSearchAttributes: erasureAttributes(owner),
    staticSummary: 'erase',
  });
}
