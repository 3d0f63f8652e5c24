import type { ActivityInterfaceFor } from '@temporalio/workflow';
import { proxyActivities } from '@temporalio/workflow';
import type { FlowActivities, InboxActivities, JournalActivities, RecurringActivities, RunActivities, Tuning } from '../activities.js';

/** Heartbeats come every 2 s; a worker that is gone is noticed after this. */
const HEARTBEAT_TIMEOUT = '15 s';

type Reading = Pick<RunActivities, 'planRun' | 'syncPart'> & Pick<JournalActivities, 'lookUpPhones'>;
type Book = Omit<RunActivities, 'planRun' | 'syncPart'> & RecurringActivities & Pick<JournalActivities, 'openJournalRun'> & InboxActivities & FlowActivities;

/**
 * Steps that ask a platform. Temporal tries each a few times, about half a minute in all; what is still failing then is
 * decided by the flow, where the reason can be shown and a person can step in.
 */
export function readingSteps(tuning: Pick<Tuning, 'retryMs'>): ActivityInterfaceFor<Reading> {
  return proxyActivities<Reading>({
    startToCloseTimeout: '10 min',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: { initialInterval: tuning.retryMs, backoffCoefficient: 2, maximumAttempts: 5 },
  });
}

/** Before a run is planned its tuning is not known; production's first wait is right for the first step, too. */
export const DEFAULT_RETRY_MS = 2_000;

/** Steps that only touch our own database: tried until they succeed, because without them nothing can be recorded. */
export const book = proxyActivities<Book>({
  startToCloseTimeout: '2 min',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '15 s' },
});
