import { proxyActivities } from '@temporalio/workflow';
import type { JsonObject } from '#libs/domain/words.js';
import type { ShortActivities } from '../activities.js';

/** Somebody waits for the answer: one more try at most, and never longer than a person does. */
const short = proxyActivities<Pick<ShortActivities, 'checkConnection'>>({
  startToCloseTimeout: '2 min',
  scheduleToCloseTimeout: '3 min',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '500 ms', maximumAttempts: 2 },
});

export type CheckConnectionInput = { readonly integrationId: string; readonly secretName: string };

/** Asks an account for its tick list. A refusal is part of the result, not a failure of the flow. */
export async function checkConnection(input: CheckConnectionInput): Promise<JsonObject> {
  return short.checkConnection(input);
}
