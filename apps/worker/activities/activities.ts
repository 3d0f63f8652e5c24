import type { Client } from '@temporalio/client';
import type { Engine } from '#libs/sync/engine.js';
import type { FlowActivities, InboxActivities, RecurringActivities, RunActivities, ShortActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { flowActivities } from './flow.activity.js';
import { openRunsActivities } from './open-runs.activity.js';
import { runActivities } from './run.activity.js';
import type { Prune } from './short.activity.js';
import { shortActivities } from './short.activity.js';

export type Activities = RunActivities & RecurringActivities & InboxActivities & FlowActivities & ShortActivities;

/** All steps of one task queue, over that queue's own engine and pool. */
export function createActivities(engine: Engine, client: Client, logger: StepLogger, prune: Prune): Activities {
  return {
    ...runActivities(engine, logger),
    ...openRunsActivities(engine, logger),
    ...flowActivities(engine.dataSource, client, logger),
    ...shortActivities(engine, logger, prune),
  };
}
