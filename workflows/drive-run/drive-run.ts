import type { RunState } from '#libs/domain/run-state.js';
import { ENDED } from '#libs/domain/run-state.js';
import type { PartRef, RunPlan } from '../activities.js';
import type { ReadingSteps } from './read-part.js';
import { readPart, reasonOf } from './read-part.js';
import type { RunDesk } from './run-desk.js';
import { stepFailure } from './step-failure.js';
import { book, readingSteps } from './steps.js';

/** `again`: nothing is under way and the history is long; the flow should continue as new with the same run. */
export type DriveEnd = { readonly status: 'ended'; readonly state: RunState | null } | { readonly status: 'again' };

/** How the parts of a planned run are read. */
export type ReadRun = (desk: RunDesk, steps: ReadingSteps, plan: RunPlan) => Promise<void>;

/**
 * Brings one run to its end: plans it, reads its parts (side by side, unless `read` does it otherwise), closes it. May be called
 * any number of times for the same run; the database knows what is left.
 * @param onUnplannable `wait`: a run that cannot be planned is tried again and again; the next one would meet the same
 */
export async function driveRun(desk: RunDesk, read: ReadRun = readParts, onUnplannable: 'fail' | 'wait' = 'fail'): Promise<DriveEnd> {
  for (;;) {
    await desk.followWish();
    const plan = await planRun(desk, onUnplannable);
    if (plan !== null) {
      desk.tuning = plan.tuning;
      await read(desk, readingSteps(plan.tuning), plan);
    }

    if (desk.leaving === 'long') return { status: 'again' };
    if (desk.leaving === 'ended') return { status: 'ended', state: null };
    // A run held before it was planned has no parts, and is not therefore complete.
    if (plan?.parts.length === 0 && (await book.readWish({ runId: desk.runId })).desired === 'pause') continue;
    const { state } = await book.finishRun({ runId: desk.runId });
    if (ENDED.has(state)) return { status: 'ended', state };
    // A change of mind has crossed the last step: parts are still open.
    desk.leaving = null;
    await desk.rest({ kind: 'paused', code: null }, desk.tuning.retryMs);
  }
}

async function planRun(desk: RunDesk, onUnplannable: 'fail' | 'wait'): Promise<RunPlan | null> {
  const steps = readingSteps(desk.tuning);
  while (await desk.mayStep()) {
    const seen = desk.wakes.count;
    try {
      const plan = await steps.planRun({ runId: desk.runId });
      if (plan.planned === false) {
        await desk.followWish();
        continue;
      }
      if (plan.status === 'closed') desk.leaving = 'ended';
      else await desk.progress();
      return plan.status === 'closed' ? null : plan;
    } catch (error) {
      const failure = stepFailure(error);
      if ((await desk.onFailure(failure, seen)) === 'again') continue;
      if (onUnplannable === 'wait') {
        await desk.rest(reasonOf(failure), desk.tuning.unavailableMs);
        continue;
      }
      await book.failRun({ runId: desk.runId, ...reasonOf(failure) });
      desk.leaving = 'ended';
    }
  }
  return null;
}

/** A free reader takes the next open part, so that the order of the plan is the order in which reading begins. */
export async function readParts(desk: RunDesk, steps: ReadingSteps, plan: RunPlan): Promise<void> {
  const open = [...plan.parts];
  const reader = async (): Promise<void> => {
    for (let part = open.shift(); part !== undefined && desk.leaving === null; part = open.shift()) await readPart(desk, steps, part);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(plan.concurrency, open.length)) }, reader));
}

/** Reads parts that appear while the run is under way, until none is left. */
export async function readFollowing(desk: RunDesk, steps: ReadingSteps, nextPart: () => Promise<PartRef | null>): Promise<void> {
  while (await desk.mayStep()) {
    const part = await nextPart();
    if (part === null) return;
    await readPart(desk, steps, part);
  }
}
