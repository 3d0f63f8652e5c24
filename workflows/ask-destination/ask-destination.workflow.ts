import { proxyActivities } from '@temporalio/workflow';
import type { JsonObject } from '#libs/domain/words.js';
import type { DestinationActivities } from '../activities.js';

/** Somebody waits for the answer: one more try at most, and never longer than a person does. */
const short = proxyActivities<DestinationActivities>({
  startToCloseTimeout: '2 min',
  scheduleToCloseTimeout: '3 min',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '500 ms', maximumAttempts: 2 },
});

/** Asks a destination for its tick list or its e-shops. A refusal is part of the result, not a failure of the flow. */
export async function askDestination(input: Parameters<DestinationActivities['askDestination']>[0]): Promise<JsonObject> {
  return short.askDestination(input);
}
