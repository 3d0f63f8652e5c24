import type { Client } from '@temporalio/client';
import type { DeliveryEngine } from '#libs/delivery/engine.js';
import type { ErasureEngine } from '#libs/erasure/remove-person.js';
import type { DeliveryActivities, DestinationActivities, EraseActivities, FlowActivities, InboxActivities, JournalActivities, RecurringActivities, RunActivities, ShortActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { deliveryActivities } from './delivery.activity.js';
import { eraseActivities } from './erase.activity.js';
import { flowActivities } from './flow.activity.js';
import { openRunsActivities } from './open-runs.activity.js';
import { runActivities } from './run.activity.js';
import type { Prune } from './short.activity.js';
import { shortActivities } from './short.activity.js';

export type Activities = RunActivities & RecurringActivities & JournalActivities & InboxActivities & FlowActivities & ShortActivities & DeliveryActivities & DestinationActivities & EraseActivities;

/** All steps of one task queue, over that queue's own engine and pool. */
export function createActivities(delivery: DeliveryEngine, client: Client, logger: StepLogger, prune: Prune, eraseFailpoint?: ErasureEngine['failpoint']): Activities {
  const engine = delivery.sync;
  return {
    ...runActivities(engine, logger),
    ...openRunsActivities(engine, logger),
    ...flowActivities(engine.dataSource, client, logger),
    ...shortActivities(engine, logger, prune),
    ...deliveryActivities(delivery, logger),
    ...eraseActivities(engine, logger, eraseFailpoint),
  };
}
