import { continueAsNew, setCurrentDetails } from '@temporalio/workflow';
import { driveRun } from '../drive-run/drive-run.js';
import { isLongHistory } from '../drive-run/long-history.js';
import { RunDesk } from '../drive-run/run-desk.js';
import { book } from '../drive-run/steps.js';
import { Wakes } from '../drive-run/wakes.js';
import { followJournal } from './follow-journal.js';

/** After a run that somebody closed, ms. */
const REST_MS = 60_000;

export type JournalSyncInput = { readonly integrationId: string };

/**
 * Follows the journal of an integration for as long as it runs: one run row a day, the position in the database. Ends when the
 * integration should not be followed; whoever starts it wakes the flow.
 */
export async function journalSync(input: JournalSyncInput): Promise<{ readonly polls: number }> {
  const wakes = new Wakes();
  const followed = { polls: 0 };
  for (;;) {
    const before = wakes.count;
    const opened = await book.openJournalRun(input);
    if (opened === null) {
      // A resume may have been written just after the look.
      if (wakes.count === before) return { polls: followed.polls };
      continue;
    }
    const seen = wakes.count;
    const end = await driveRun(new RunDesk(opened.runId, wakes), followJournal(followed), 'wait');
    setCurrentDetails(`${String(followed.polls)} looks`);
    if (end.status === 'again' || isLongHistory()) return continueAsNew<typeof journalSync>(input);
    if (end.state === null || end.state === 'cancelled') await wakes.wait(seen, REST_MS);
  }
}
