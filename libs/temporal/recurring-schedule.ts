import type { Client, ScheduleDescription, ScheduleHandle, ScheduleOptions, ScheduleOptionsStartWorkflowAction } from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { TASK_QUEUES } from '#workflows/activities.js';
import { WORKFLOWS, scheduleIds, workflowIds } from '#workflows/names.js';
import type { FlowOwner } from './search-attributes.js';
import { searchAttributes } from './search-attributes.js';

/** Jitter as a share of the interval: many integrations must not all start in the same second. */
const JITTER_SHARE = 0.1;

type RecurringOptions = ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>;

/** Interval and jitter together stay inside the promised interval. */
export function spread(intervalMs: number): { readonly everyMs: number; readonly jitterMs: number } {
  const jitterMs = Math.round(intervalMs * JITTER_SHARE);
  return { everyMs: intervalMs - jitterMs, jitterMs };
}

function optionsOf(owner: FlowOwner, intervalMs: number): RecurringOptions {
  const { everyMs, jitterMs } = spread(intervalMs);
  return {
    scheduleId: scheduleIds.recurringSync(owner.integrationId),
    spec: { intervals: [{ every: everyMs }], jitter: jitterMs },
    policies: { overlap: 'SKIP', catchupWindow: intervalMs },
    action: {
      type: 'startWorkflow',
      workflowType: WORKFLOWS.recurringTick,
      workflowId: workflowIds.recurringTick(owner.integrationId),
      taskQueue: TASK_QUEUES.recurring,
      args: [{ integrationId: owner.integrationId }],
      typedSearchAttributes: searchAttributes(owner, 'recurring'),
      staticSummary: `tick · ${owner.platform} · ${owner.code}`,
    },
  };
}

const isAsWanted = (found: ScheduleDescription, intervalMs: number): boolean => found.spec.intervals?.[0]?.every === spread(intervalMs).everyMs;

async function correct(handle: ScheduleHandle, found: ScheduleDescription, wanted: RecurringOptions, intervalMs: number): Promise<boolean> {
  const sameInterval = isAsWanted(found, intervalMs);
  if (sameInterval && !found.state.paused) return false;
  if (found.state.paused) await handle.unpause('the integration runs');
  if (!sameInterval) await handle.update((previous) => ({ ...previous, spec: wanted.spec, policies: wanted.policies ?? {}, action: wanted.action }));
  return true;
}

/** The schedule of recurring syncs as it should be: created, unpaused or corrected when it is not. True when it had to be changed. */
export async function ensureRecurringSchedule(client: Client, owner: FlowOwner, intervalMs: number): Promise<boolean> {
  const wanted = optionsOf(owner, intervalMs);
  const handle = client.schedule.getHandle(wanted.scheduleId);
  try {
    return await correct(handle, await handle.describe(), wanted, intervalMs);
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
  try {
    await client.schedule.create(wanted);
    return true;
  } catch (error) {
    // Somebody else was faster.
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}

/** True when there was one. */
export async function removeRecurringSchedule(client: Client, integrationId: string): Promise<boolean> {
  try {
    await client.schedule.getHandle(scheduleIds.recurringSync(integrationId)).delete();
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}

/** What a schedule looks like from afar: `everyMs` without the jitter. */
export type ScheduleGlance = { readonly paused: boolean; readonly everyMs: number | null };

/** Schedules of recurring syncs by integration id. The list may be seconds old; `ensureRecurringSchedule` looks closer. */
export async function scheduledIntegrations(client: Client): Promise<ReadonlyMap<string, ScheduleGlance>> {
  const prefix = scheduleIds.recurringSync('');
  const found = new Map<string, ScheduleGlance>();
  for await (const { scheduleId, state, spec } of client.schedule.list()) {
    if (scheduleId.startsWith(prefix)) found.set(scheduleId.slice(prefix.length), { paused: state.paused, everyMs: spec?.intervals?.[0]?.every ?? null });
  }
  return found;
}

/** The daily retention job; made once and left alone. */
export async function ensureRetentionSchedule(client: Client): Promise<boolean> {
  try {
    await client.schedule.create({
      scheduleId: scheduleIds.retention(),
      spec: { intervals: [{ every: '1 day', offset: '2 hours' }], jitter: '30 minutes' },
      policies: { overlap: 'SKIP', catchupWindow: '1 day' },
      action: { type: 'startWorkflow', workflowType: WORKFLOWS.retention, workflowId: workflowIds.retention(), taskQueue: TASK_QUEUES.recurring, args: [], staticSummary: 'retention' },
    });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}
