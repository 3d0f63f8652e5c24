import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { DeliverStep, DeliveryActivities } from '../activities.js';
import { isLongHistory } from '../drive-run/long-history.js';
import { stepFailure } from '../drive-run/step-failure.js';
import { Wakes } from '../drive-run/wakes.js';

/** Tried a few times by Temporal; what still fails then is waited for here, where it can be seen and woken. */
const steps = proxyActivities<Pick<DeliveryActivities, 'deliverStep'>>({
  startToCloseTimeout: '5 min',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumAttempts: 4 },
});

/** A wake signal ends every wait; this look is for the case that one was never sent. */
const LOOK_AGAIN_MS = 15 * 60_000;
/** Our own database or workers are away. */
const HOUSE_REST_MS = 15_000;

export type DeliverInput = { readonly destinationId: string };

/**
 * Brings everything that is due to one destination, at its pace; then waits for the next due moment or a signal. It ends when
 * there is nothing to wait for: whoever writes something to be delivered starts it again.
 */
export async function deliver(input: DeliverInput): Promise<{ readonly delivered: number }> {
  const wakes = new Wakes();
  let delivered = 0;
  let waiting: DeliverStep['status'] | 'failed' = 'more';
  wakes.answer(() => ({ desired: waiting === 'held' ? 'pause' : 'run', waitingFor: waiting === 'failed' ? 'platform_unavailable' : null }));
  for (;;) {
    const seen = wakes.count;
    let rest = 0;
    try {
      const step = await steps.deliverStep(input);
      delivered += step.delivered;
      waiting = step.status;
      if (step.status === 'closed') return { delivered };
      if (step.status !== 'more') rest = Math.min(LOOK_AGAIN_MS, step.waitMs);
      // Nothing is open, and no signal came while it was looked: the next change starts a new flow.
      if (step.status !== 'more' && step.waitMs === 0 && wakes.count === seen) return { delivered };
    } catch (error) {
      const failure = stepFailure(error);
      waiting = 'failed';
      rest = failure.retryAfterMs ?? HOUSE_REST_MS;
    }
    setCurrentDetails(`${waiting} · ${String(delivered)} delivered`);
    if (isLongHistory()) return continueAsNew<typeof deliver>(input);
    if (rest > 0) await wakes.wait(seen, rest);
  }
}
