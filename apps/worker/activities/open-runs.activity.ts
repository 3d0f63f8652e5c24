import type { Engine } from '#libs/sync/engine.js';
import { lookUpPhones } from '#libs/sync/look-up-phones.js';
import { openInboxRun, openJournalRun, openRecurringRun, takeInboxBatch } from '#libs/sync/open-runs.js';
import type { InboxActivities, JournalActivities, RecurringActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** Steps that open the runs the service starts by itself, and what a journal's run does beside reading. */
export function openRunsActivities(engine: Engine, logger: StepLogger): InboxActivities & RecurringActivities & JournalActivities {
  return {
    openRecurringRun: asStep(logger, ({ integrationId }) => openRecurringRun(engine, integrationId)),
    openJournalRun: asStep(logger, ({ integrationId }) => openJournalRun(engine, integrationId)),
    lookUpPhones: asStep(logger, ({ runId }, { signal }) => lookUpPhones(engine, { runId, signal })),
    openInboxRun: asStep(logger, ({ integrationId }) => {
      // A webhook may have told of a basket, which no run reads.
      engine.onWritten?.(integrationId);
      return openInboxRun(engine, integrationId);
    }),
    takeInboxBatch: asStep(logger, ({ runId }) => takeInboxBatch(engine, runId)),
  };
}
