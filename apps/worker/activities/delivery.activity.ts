import { askDestination } from '#libs/delivery/ask-destination.js';
import { deliverStep } from '#libs/delivery/deliver-step.js';
import type { DeliveryEngine } from '#libs/delivery/engine.js';
import type { DeliveryActivities, DestinationActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** The steps that deliver, over the delivery engine. */
export function deliveryActivities(engine: DeliveryEngine, logger: StepLogger): DeliveryActivities & DestinationActivities {
  return {
    deliverStep: asStep(logger, ({ destinationId }, tools) => deliverStep(engine, { destinationId, ...tools })),
    askDestination: asStep(logger, (input, { signal }) => askDestination(engine, input, signal)),
  };
}
