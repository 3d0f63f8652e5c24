import type { Client } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { startOrWake } from '#libs/temporal/flows.js';
import type { FlowActivities } from '#workflows/activities.js';
import { findDueInbox, findOwner } from '../housekeeping/owners.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** Steps that start or wake other flows. */
export function flowActivities(dataSource: DataSource, client: Client, logger: StepLogger): FlowActivities {
  return {
    wakeRecurring: asStep(logger, async (input) => {
      const owner = await findOwner(dataSource, input);
      if (owner !== null) await startOrWake(client, owner, { kind: 'recurring', runId: null });
    }),
    wakeInbox: asStep(logger, async (input) => {
      const owner = await findDueInbox(dataSource, input);
      if (owner !== null) await startOrWake(client, owner, { kind: 'reconcile', runId: null });
    }),
  };
}
