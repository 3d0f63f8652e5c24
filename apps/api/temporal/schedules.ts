import { ScheduleAlreadyRunning, ScheduleNotFoundError, type Client } from '@temporalio/client';
import { TASK_QUEUES } from '#workflows/activities.js';
import { WORKFLOWS, scheduleIds, workflowIds } from '#workflows/names.js';
import { searchAttributes } from './search-attributes.js';
import type { IntegrationRef } from './temporal.gateway.js';

/** Jitter as a share of the interval: many integrations must not all start in the same second. */
const JITTER_SHARE = 0.1;

/** The schedule of recurring syncs; one that exists is left as it is. */
export async function createSchedule(client: Client, ref: IntegrationRef, intervalMs: number): Promise<void> {
  const jitter = Math.round(intervalMs * JITTER_SHARE);
  try {
    await client.schedule.create({
      scheduleId: scheduleIds.recurringSync(ref.integrationId),
      // Interval and jitter together stay inside the promised interval.
      spec: { intervals: [{ every: intervalMs - jitter }], jitter },
      policies: { overlap: 'SKIP', catchupWindow: intervalMs },
      action: {
        type: 'startWorkflow',
        workflowType: WORKFLOWS.recurringTick,
        workflowId: workflowIds.recurringTick(ref.integrationId),
        taskQueue: TASK_QUEUES.recurring,
        args: [{ integrationId: ref.integrationId }],
        typedSearchAttributes: searchAttributes(ref, 'recurring'),
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof ScheduleAlreadyRunning)) throw thrown;
  }
}

export async function deleteSchedule(client: Client, ref: IntegrationRef): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleIds.recurringSync(ref.integrationId)).delete();
  } catch (thrown) {
    if (!(thrown instanceof ScheduleNotFoundError)) throw thrown;
  }
}
