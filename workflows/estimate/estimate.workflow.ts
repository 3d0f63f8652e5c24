import { proxyActivities } from '@temporalio/workflow';
import type { JsonObject } from '#libs/domain/words.js';
import type { ShortActivities } from '../activities.js';

const short = proxyActivities<Pick<ShortActivities, 'estimate'>>({
  startToCloseTimeout: '5 min',
  scheduleToCloseTimeout: '6 min',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '500 ms', maximumAttempts: 3 },
});

export type EstimateInput = { readonly integrationId: string; readonly sinceMs: number | null };

/** What a first sync would read and cost. Fails with the failure kind as type when the shop does not answer. */
export async function estimate(input: EstimateInput): Promise<JsonObject> {
  return short.estimate(input);
}
