import type { Client } from '@temporalio/client';
import type { RunKind } from '#libs/domain/words.js';
import type { TaskQueue } from '#workflows/activities.js';
import { TASK_QUEUES } from '#workflows/activities.js';
import type { Wake } from '#workflows/names.js';
import { WAKE_SIGNAL, WORKFLOWS, workflowIds } from '#workflows/names.js';
import type { FlowOwner } from './search-attributes.js';
import { searchAttributes } from './search-attributes.js';

export type Flow = { readonly workflow: string; readonly workflowId: string; readonly taskQueue: TaskQueue };

/** The flow that works on runs of a kind. */
export function flowOfRun(kind: RunKind, integrationId: string): Flow {
  switch (kind) {
    case 'initial':
      return { workflow: WORKFLOWS.bulkSync, workflowId: workflowIds.initialSync(integrationId), taskQueue: TASK_QUEUES.bulk };
    case 'reread':
      return { workflow: WORKFLOWS.bulkSync, workflowId: workflowIds.reread(integrationId), taskQueue: TASK_QUEUES.bulk };
    case 'reapply':
      return { workflow: WORKFLOWS.bulkSync, workflowId: workflowIds.reapply(integrationId), taskQueue: TASK_QUEUES.bulk };
    case 'recurring':
      return { workflow: WORKFLOWS.recurringSync, workflowId: workflowIds.recurringSync(integrationId), taskQueue: TASK_QUEUES.recurring };
    case 'webhook':
    case 'replay':
    case 'reconcile':
      return { workflow: WORKFLOWS.applyInbox, workflowId: workflowIds.inbox(integrationId), taskQueue: TASK_QUEUES.live };
    case 'journal':
      return { workflow: WORKFLOWS.journalSync, workflowId: workflowIds.journal(integrationId), taskQueue: TASK_QUEUES.live };
  }
}

/**
 * Starts the flow of a run, or wakes the one that is there; any number of calls come to the same. A bulk flow learns the
 * run's id with the signal, because a flow of an earlier run may still be ending under the same workflow id.
 */
export async function startOrWake(client: Client, owner: FlowOwner, run: { readonly kind: RunKind; readonly runId: string | null }): Promise<void> {
  const flow = flowOfRun(run.kind, owner.integrationId);
  const bulk = flow.workflow === WORKFLOWS.bulkSync;
  if (bulk && run.runId === null) throw new Error('A bulk flow needs its run.');
  const input = bulk ? { runId: run.runId } : { integrationId: owner.integrationId };
  const wake: Wake = bulk && run.runId !== null ? { runId: run.runId } : {};
  await client.workflow.signalWithStart(flow.workflow, {
    workflowId: flow.workflowId,
    taskQueue: flow.taskQueue,
    args: [input],
    signal: WAKE_SIGNAL,
    signalArgs: [wake],
    typedSearchAttributes: searchAttributes(owner, run.kind),
    staticSummary: `${run.kind} · ${owner.platform} · ${owner.code}`,
  });
}
