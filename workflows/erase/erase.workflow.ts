import { proxyActivities, sleep } from '@temporalio/workflow';
import type { EraseActivities } from '../activities.js';

/** A person's right: tried until it is done. Nothing here can be refused; what fails is our own house. */
const steps = proxyActivities<EraseActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '2 s', maximumInterval: '1 min' },
});

export type EraseInput = { readonly erasureId: string };

/** Takes a person out of everything, then searches for what may be left. Deliveries under way are waited for. */
export async function erase({ erasureId }: EraseInput): Promise<{ readonly found: number }> {
  for (;;) {
    const step = await steps.removePerson({ erasureId });
    if (step.status === 'closed') return { found: 0 };
    if (step.status === 'removed') return steps.searchLeftovers({ erasureId });
    await sleep(step.waitMs);
  }
}
