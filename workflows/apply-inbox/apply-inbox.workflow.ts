import { continueAsNew } from '@temporalio/workflow';
import type { PartRef } from '../activities.js';
import { driveRun, readFollowing, readParts } from '../drive-run/drive-run.js';
import { isLongHistory } from '../drive-run/long-history.js';
import { RunDesk } from '../drive-run/run-desk.js';
import { book } from '../drive-run/steps.js';
import { Wakes } from '../drive-run/wakes.js';

/** Reads by id what webhooks, journals, sweeps and replays have put into the inbox, until nothing is due. */
export async function applyInbox(input: { readonly integrationId: string }): Promise<{ readonly batches: number }> {
  const wakes = new Wakes();
  for (let batches = 0; ; ) {
    const before = wakes.count;
    const opened = await book.openInboxRun(input);
    if (opened === null) {
      if (wakes.count === before) return { batches };
      continue;
    }
    const { runId } = opened;
    let taken = 0;
    const nextPart = async (): Promise<PartRef | null> => {
      const part = await book.takeInboxBatch({ runId });
      if (part !== null) taken += 1;
      return part;
    };
    const end = await driveRun(new RunDesk(runId, wakes), async (desk, steps, plan) => {
      await readParts(desk, steps, plan);
      await readFollowing(desk, steps, nextPart);
    });
    batches += taken;
    // Rows that look due and cannot be taken must not keep the flow turning; the reconciler will be back for them.
    if (end.status === 'ended' && taken === 0 && wakes.count === before) return { batches };
    if (end.status === 'again' || isLongHistory()) return continueAsNew<typeof applyInbox>(input);
  }
}
