import { WorkflowNotFoundError } from '@temporalio/client';
import { flowOfRun, startOrWake } from '#libs/temporal/flows.js';
import type { Observed } from '#workflows/names.js';
import { OBSERVED_QUERY, WAKE_SIGNAL } from '#workflows/names.js';
import type { ReconcileContext } from './context.js';
import type { UnfinishedRun } from './unfinished-run.js';
import { differs, isBulk, looksAgreed, mayStart, unfinishedRuns } from './unfinished-run.js';

/** A query is answered by a worker, which may have to replay first. */
const QUERY_MS = 5_000;

/** True when a flow with this id is running. */
export async function isRunning(context: ReconcileContext, workflowId: string): Promise<boolean> {
  try {
    const found = await context.temporal.call((client) => client.workflow.getHandle(workflowId).describe());
    return found.status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function wake(context: ReconcileContext, workflowId: string): Promise<void> {
  try {
    await context.temporal.call((client) => client.workflow.getHandle(workflowId).signal(WAKE_SIGNAL));
  } catch (error) {
    // It ended in between; the next round sees what is left to do.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** A stop needs no flow: the fence keeps out every page that is still under way. */
async function close(context: ReconcileContext, run: UnfinishedRun, workflowId: string): Promise<void> {
  if (run.deleted) {
    await context.dataSource.query(`with r as (update run set desired = 'stop' where id = $1) update part set desired = 'stop' where run_id = $1 and state = 'open'`, [run.runId]);
  }
  await context.finishRun(run.runId);
  context.logger.info({ runId: run.runId, kind: run.kind }, 'closed a stopped run');
  await wake(context, workflowId);
}

/** A flow that cannot answer is woken, too: it does no harm, and looking again is all a signal asks for. */
async function hasToLookAgain(context: ReconcileContext, run: UnfinishedRun, workflowId: string): Promise<boolean> {
  try {
    const observed = await context.temporal.call((client) => client.workflow.getHandle(workflowId).query<Observed>(OBSERVED_QUERY), QUERY_MS);
    return differs(run, observed);
  } catch (error) {
    context.logger.warn({ workflowId, err: error }, 'flow did not answer');
    return true;
  }
}

async function reconcileRun(context: ReconcileContext, run: UnfinishedRun): Promise<void> {
  const flow = flowOfRun(run.kind, run.integrationId);
  if (run.desired === 'stop' || run.deleted) return close(context, run, flow.workflowId);
  const running = await isRunning(context, flow.workflowId);
  // A bulk run that stays queued beside a running flow: that flow works on an earlier run and must be told of this one.
  if (mayStart(run) && (!running || (isBulk(run) && run.overdue))) {
    await context.temporal.call((client) => startOrWake(client, run, { kind: run.kind, runId: run.runId }));
    context.logger.info({ workflowId: flow.workflowId, runId: run.runId }, 'started a flow');
    return;
  }
  if (!running || looksAgreed(run)) return;
  if (await hasToLookAgain(context, run, flow.workflowId)) await wake(context, flow.workflowId);
}

/** Every unfinished run has a flow that knows what is wanted; stopped ones are closed. */
export async function reconcileRuns(context: ReconcileContext): Promise<void> {
  for (const run of await unfinishedRuns(context.dataSource)) {
    try {
      await reconcileRun(context, run);
    } catch (error) {
      context.logger.warn({ runId: run.runId, err: error }, 'run could not be reconciled');
    }
  }
}
