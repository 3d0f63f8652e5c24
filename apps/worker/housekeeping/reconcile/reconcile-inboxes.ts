import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { startOrWake } from '#libs/temporal/flows.js';
import { workflowIds } from '#workflows/names.js';
import { INBOX_DUE } from '../owners.js';
import type { ReconcileContext } from './context.js';
import { isRunning } from './reconcile-runs.js';

/** Integrations with due inbox rows have an inbox flow; one that runs takes whatever is due by itself. */
export async function reconcileInboxes(context: ReconcileContext): Promise<void> {
  const owners = await context.dataSource.query<FlowOwner[]>(
    `select i.workspace_id as "workspaceId", i.id as "integrationId", i.platform, i.code from integration i
     where i.deleted_at is null and i.state = 'running' and ${INBOX_DUE}`,
  );
  for (const owner of owners) {
    if (await isRunning(context, workflowIds.inbox(owner.integrationId))) continue;
    await context.temporal.call((client) => startOrWake(client, owner, { kind: 'reconcile', runId: null }));
    context.logger.info({ integrationId: owner.integrationId }, 'woke an inbox');
  }
}
