import type { ActivityInterfaceFor } from '@temporalio/workflow';
import type { FailureKind } from '#libs/domain/failure.js';
import { isFailureKind } from '#libs/domain/failure.js';
import type { JournalActivities, PartRef, PartStep, RunActivities } from '../activities.js';
import type { RunDesk } from './run-desk.js';
import type { StepFailure } from './step-failure.js';
import { stepFailure } from './step-failure.js';
import { book } from './steps.js';

/** Steps in a row that moved nothing and told no wait; after these the flow slows down instead of spinning. */
const IDLE_STEPS = 3;

export type ReadingSteps = ActivityInterfaceFor<Pick<RunActivities, 'planRun' | 'syncPart'> & Pick<JournalActivities, 'lookUpPhones'>>;

/** The closed list of kinds has none for our own faults: an answer we could not deal with is the nearest. */
export function reasonOf(failure: StepFailure): { readonly kind: FailureKind; readonly code: string } {
  return { kind: isFailureKind(failure.kind) ? failure.kind : 'platform_defect', code: failure.code };
}

/** Takes steps of one part until it is done, left with a reason, or the flow has to leave. */
export async function readPart(desk: RunDesk, steps: ReadingSteps, part: PartRef): Promise<void> {
  let idle = 0;
  while (await desk.mayStep()) {
    const { generation } = desk;
    const seen = desk.wakes.count;
    let step: PartStep;
    try {
      step = await steps.syncPart.executeWithOptions({ summary: `${part.stream} ${part.lane}` }, [{ partId: part.partId }]);
    } catch (error) {
      const failure = stepFailure(error);
      if (desk.generation !== generation) continue;
      if ((await desk.onFailure(failure, seen)) === 'again') continue;
      await book.leavePart({ partId: part.partId, ...reasonOf(failure) });
      return;
    }
    if (step.status === 'done' || (step.status === 'more' && step.pages > 0)) {
      idle = 0;
      await desk.progress();
    } else {
      idle += 1;
    }
    if (await settle(desk, step)) return;
    if (idle >= IDLE_STEPS) await desk.rest({ kind: 'platform_unavailable', code: null }, desk.tuning.retryMs);
  }
}

/** Does what a step's status asks for; true when the part needs no further step. */
async function settle(desk: RunDesk, step: PartStep): Promise<boolean> {
  switch (step.status) {
    case 'done':
      return true;
    case 'closed':
      desk.leaving = 'ended';
      return true;
    case 'wait':
      await desk.rest({ kind: 'rate_limited', code: null }, step.waitMs);
      return false;
    case 'held':
      await desk.followWish();
      return false;
    case 'more':
    case 'lost':
      return false;
  }
}
