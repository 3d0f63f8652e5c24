import { WorkflowNotFoundError } from '@temporalio/client';
import { flowOfRun } from '#libs/temporal/flows.js';
import { WAKE_SIGNAL, WORKFLOWS } from '#workflows/names.js';
import type { ReconcileContext } from './context.js';
import { unfinishedRuns } from './unfinished-run.js';

/**
 * Bulk flows without an unfinished run are woken: they look at their row and end. Others end by themselves with the next
 * signal they are made for.
 */
export async function reconcileOrphans(context: ReconcileContext): Promise<void> {
  const { client } = context.temporal;
  const running: string[] = [];
  for await (const flow of client.workflow.list({ query: `WorkflowType = '${WORKFLOWS.bulkSync}' and ExecutionStatus = 'Running'` })) running.push(flow.workflowId);
  if (running.length === 0) return;
  const wanted = new Set((await unfinishedRuns(context.dataSource)).map((run) => flowOfRun(run.kind, run.integrationId).workflowId));
  for (const workflowId of running.filter((id) => !wanted.has(id))) {
    try {
      await context.temporal.call(() => client.workflow.getHandle(workflowId).signal(WAKE_SIGNAL));
      context.logger.info({ workflowId }, 'woke a flow without a run');
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
