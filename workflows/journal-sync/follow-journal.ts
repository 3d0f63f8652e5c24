import type { PartRef, PartStep, RunPlan } from '../activities.js';
import { readParts } from '../drive-run/drive-run.js';
import { reasonOf, type ReadingSteps } from '../drive-run/read-part.js';
import type { RunDesk } from '../drive-run/run-desk.js';
import { stepFailure } from '../drive-run/step-failure.js';
import { book } from '../drive-run/steps.js';
import { Beside } from './beside.js';

/** What the flow has seen of the journal; shown by its query. */
export type Followed = { polls: number };

/** Records that were told of and perhaps not yet asked for: a look at the inbox is owed. */
type Owed = { inbox: boolean };

/** Looks at the journal once; null: it failed, and whatever that asked for has been waited for. */
async function look(desk: RunDesk, steps: ReadingSteps, journal: PartRef): Promise<PartStep | null> {
  const { generation } = desk;
  const seen = desk.wakes.count;
  try {
    return await steps.syncPart.executeWithOptions({ summary: 'journal' }, [{ partId: journal.partId }]);
  } catch (error) {
    const failure = stepFailure(error);
    // A journal is never given up: it forgets, and whoever stops asking loses what it tells.
    if (desk.generation === generation && (await desk.onFailure(failure, seen)) === 'leave') await desk.rest(reasonOf(failure), desk.tuning.unavailableMs);
    return null;
  }
}

async function rest(desk: RunDesk, step: PartStep, seen: number, owed: Owed): Promise<void> {
  await desk.progress();
  if (owed.inbox || step.read > 0) await book.wakeInbox({ runId: desk.runId });
  // Rows that are left alone for a moment become due before the next look.
  owed.inbox = step.read > 0;
  // Nothing was written: new settings, another worker. Asked again, but not without a break.
  const ms = step.waitMs > 0 ? step.waitMs : step.pages > 0 ? 0 : desk.tuning.retryMs;
  if (ms > 0) await desk.wakes.wait(seen, ms);
}

/** Follows the journal of one day: looks, sees to what it told, waits, until the day is over or somebody wants otherwise. */
export function followJournal(followed: Followed): (desk: RunDesk, steps: ReadingSteps, plan: RunPlan) => Promise<void> {
  return async (desk, steps, plan) => {
    const journal = plan.parts.find(({ lane }) => lane === 'journal');
    if (journal === undefined) return readParts(desk, steps, plan);
    const beside = new Beside(desk, steps);
    const owed: Owed = { inbox: true };
    beside.add(plan.parts.filter((part) => part !== journal), 0);
    while (await desk.mayStep()) {
      const seen = desk.wakes.count;
      const step = await look(desk, steps, journal);
      if (step === null) continue;
      followed.polls += 1;
      beside.add(step.beside ?? [], step.phones ?? 0);
      if (step.status === 'done') break;
      if (step.status === 'closed') desk.leaving = 'ended';
      else if (step.status === 'wait') await desk.rest({ kind: 'rate_limited', code: null }, step.waitMs);
      else if (step.status === 'held') await desk.followWish();
      else if (step.status === 'more') await rest(desk, step, seen, owed);
    }
    await beside.end();
  };
}
