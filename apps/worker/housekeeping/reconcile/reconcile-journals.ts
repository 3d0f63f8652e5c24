import { workflowIds } from '#workflows/names.js';
import { startOrWake } from '#libs/temporal/flows.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import type { ReconcileContext } from './context.js';
import { isRunning } from './reconcile-runs.js';

/** Running integrations whose platform keeps a journal have a flow that follows it. */
export async function reconcileJournals(context: ReconcileContext): Promise<void> {
  const owners = await context.dataSource.query<FlowOwner[]>(
    `select workspace_id as "workspaceId", id as "integrationId", platform, code from integration where deleted_at is null and state = 'running' and platform = any($1::text[])`,
    [context.journals],
  );
  for (const owner of owners) {
    if (await isRunning(context, workflowIds.journal(owner.integrationId))) continue;
    await context.temporal.call((client) => startOrWake(client, owner, { kind: 'journal', runId: null }));
    context.logger.info({ integrationId: owner.integrationId }, 'restored the following of a journal');
  }
}
