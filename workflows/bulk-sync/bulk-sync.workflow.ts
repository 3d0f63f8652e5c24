import { continueAsNew } from '@temporalio/workflow';
import type { RunState } from '#libs/domain/run-state.js';
import { driveRun } from '../drive-run/drive-run.js';
import { RunDesk } from '../drive-run/run-desk.js';
import { book } from '../drive-run/steps.js';
import { Wakes } from '../drive-run/wakes.js';

/** `nextRunId`: a run that was asked for under the same workflow id while this one was still ending. */
export type BulkSyncInput = { readonly runId: string; readonly nextRunId?: string };

/** Carries out one large run: first sync, reread or reapply. `state` is null when the run had been closed by others. */
export async function bulkSync(input: BulkSyncInput): Promise<{ readonly state: RunState | null }> {
  const wakes = new Wakes();
  wakes.nextRunId ??= input.nextRunId ?? null;
  const end = await driveRun(new RunDesk(input.runId, wakes));
  if (end.status === 'ended') await book.wakeInbox({ runId: input.runId });

  const next = wakes.nextRunId === input.runId ? null : wakes.nextRunId;
  if (end.status === 'again') return continueAsNew<typeof bulkSync>({ runId: input.runId, ...(next === null ? {} : { nextRunId: next }) });
  if (next !== null) return continueAsNew<typeof bulkSync>({ runId: next });
  return { state: end.state };
}
