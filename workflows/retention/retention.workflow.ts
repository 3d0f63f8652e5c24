import { proxyActivities } from '@temporalio/workflow';
import type { JsonObject } from '#libs/domain/words.js';
import type { ShortActivities } from '../activities.js';

const { prune } = proxyActivities<Pick<ShortActivities, 'prune'>>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '10 s', maximumInterval: '5 min', maximumAttempts: 10 },
});

/** Deletes what its retention allows to delete; returns counts by table. */
export async function retention(): Promise<JsonObject> {
  return prune();
}
