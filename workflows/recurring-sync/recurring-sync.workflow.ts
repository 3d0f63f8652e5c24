import { continueAsNew } from '@temporalio/workflow';
import { driveRun } from '../drive-run/drive-run.js';
import { isLongHistory } from '../drive-run/long-history.js';
import { RunDesk } from '../drive-run/run-desk.js';
import { book } from '../drive-run/steps.js';
import { Wakes } from '../drive-run/wakes.js';

/** `again`: a signal came during the pass that is continued; it is owed one more. */
export type RecurringSyncInput = { readonly integrationId: string; readonly again?: boolean };

/**
 * Follows a shop: one pass for the signal it was started with, at most one more for all signals that came during a pass,
 * then it ends. The schedule starts it again.
 */
export async function recurringSync(input: RecurringSyncInput): Promise<{ readonly passes: number }> {
  const { integrationId } = input;
  const wakes = new Wakes();
  let again = input.again ?? false;
  for (let passes = 0; ; ) {
    const before = wakes.count;
    const opened = await book.openRecurringRun({ integrationId });
    if (opened === null) {
      // A resume may have been written just after the look.
      if (wakes.count === before) return { passes };
      continue;
    }
    const during = wakes.count;
    const end = await driveRun(new RunDesk(opened.runId, wakes));
    if (end.status === 'ended') await book.wakeInbox({ integrationId });

    again ||= wakes.count !== during;
    if (end.status === 'again') return continueAsNew<typeof recurringSync>({ integrationId, again });
    passes += 1;
    if (!again) return { passes };
    if (isLongHistory()) return continueAsNew<typeof recurringSync>({ integrationId });
    again = false;
  }
}
