import type { IntegrationState } from '#libs/domain/integration-state.js';
import { ensureRecurringSchedule, ensureRetentionSchedule, removeRecurringSchedule, scheduledIntegrations, spread } from '#libs/temporal/recurring-schedule.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import type { ReconcileContext } from './context.js';

type Integration = FlowOwner & { readonly state: IntegrationState };

/** Refused credentials come back soon and go on as before: their schedule is left as it is, its ticks find nothing to do. */
const MAY_KEEP: ReadonlySet<IntegrationState> = new Set(['running', 'needs_authentication']);

/** Running integrations have a schedule with their interval, unpaused; all others have none. */
export async function reconcileSchedules(context: ReconcileContext): Promise<void> {
  const { client } = context.temporal;
  const found = await scheduledIntegrations(client);
  const integrations = await context.dataSource.query<Integration[]>(
    `select workspace_id as "workspaceId", id as "integrationId", platform, code, state from integration where deleted_at is null`,
  );
  for (const integration of integrations) {
    const interval = integration.state === 'running' ? context.intervalOf(integration.platform) : null;
    const schedule = found.get(integration.integrationId);
    if (interval === null || (schedule?.paused === false && schedule.everyMs === spread(interval).everyMs)) continue;
    if (await context.temporal.call(() => ensureRecurringSchedule(client, integration, interval))) {
      context.logger.info({ integrationId: integration.integrationId }, 'restored a schedule');
    }
  }
  const kept = new Set(integrations.filter((one) => MAY_KEEP.has(one.state)).map((one) => one.integrationId));
  for (const id of found.keys()) {
    if (kept.has(id)) continue;
    if (await context.temporal.call(() => removeRecurringSchedule(client, id))) context.logger.info({ integrationId: id }, 'removed a schedule');
  }
  await context.temporal.call(() => ensureRetentionSchedule(client));
}
