import type { Client } from '@temporalio/client';
import { askDestination } from '#libs/delivery/ask-destination.js';
import { deliverStep } from '#libs/delivery/deliver-step.js';
import type { DeliveryEngine } from '#libs/delivery/engine.js';
import { wakeDelivery } from '#libs/temporal/deliveries.js';
import type { DeliveryActivities, DestinationActivities } from '#workflows/activities.js';
import { destinationsOf } from '../housekeeping/destination-owners.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** The steps that deliver, over the delivery engine. */
export function deliveryActivities(engine: DeliveryEngine, client: Client, logger: StepLogger): DeliveryActivities & DestinationActivities {
  return {
    deliverStep: asStep(logger, ({ destinationId }, tools) => deliverStep(engine, { destinationId, ...tools })),
    wakeDeliveries: asStep(logger, async ({ integrationId }) => {
      for (const owner of await destinationsOf(engine.sync.dataSource, integrationId)) await wakeDelivery(client, owner);
    }),
    askDestination: asStep(logger, (input, { signal }) => askDestination(engine, input, signal)),
  };
}
